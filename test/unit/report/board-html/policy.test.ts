import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contentPolicy } from '#report/html/policy.ts';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

it('allows the one style and the one script by their hashes, and nothing else', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (style, script) => {
      expect(contentPolicy(style, script)).toBe(
        `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`,
      );
    }),
  );
});
