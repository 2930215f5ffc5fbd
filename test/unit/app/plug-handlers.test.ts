import { describe, expect, it } from 'vitest';
import { plugHandlers } from '#app/handlers/plug.ts';
import type { Parts } from '#app/handlers/parts.ts';

const handlers = (running: boolean) => plugHandlers({ runs: { running } } as Parts);

describe('tryPlug', () => {
  it('asks nothing of a network while something is measured', () => {
    expect(() => handlers(true).tryPlug('192.0.2.7')).toThrow(
      expect.objectContaining({ code: 'run-in-progress' }),
    );
  });

  it('refuses what is no address before anything is asked', async () => {
    await expect(handlers(false).tryPlug('http://192.0.2.7')).rejects.toMatchObject({ code: 'wrong-usage' });
  });
});
