import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mapFreeText } from '#core/leaderboard/free-text.ts';
import { submissionSchema } from '#core/leaderboard/schema.ts';
import { signedEntry } from '#test/support/sample-signed.ts';

const mark = (text: string) => `<${text}>`;

describe('mapFreeText', () => {
  it('maps the texts that the schema leaves free, wherever they are, and nothing else', () => {
    const schema = z.object({
      free: z.string().min(1),
      given: z.string().nullable().default(null),
      none: z.string().nullable(),
      left: z.string().optional(),
      list: z.array(z.object({ text: z.string(), count: z.number() })),
      pair: z.tuple([z.string(), z.number()]),
      byName: z.record(z.string(), z.string()),
      byKind: z.partialRecord(z.enum(['a', 'b']), z.string()),
      hash: z.string().regex(/^x+$/),
      at: z.iso.datetime(),
      kind: z.enum(['a']),
      fixed: z.literal('b'),
      flag: z.boolean(),
      choice: z.discriminatedUnion('type', [
        z.object({ type: z.literal('one'), text: z.string() }),
        z.object({ type: z.literal('two'), code: z.string().regex(/./) }),
      ]),
    });
    const value: z.output<typeof schema> = {
      ...{
        free: '1',
        given: '2',
        none: null,
        list: [{ text: '3', count: 1 }],
        pair: ['4', 2] as [string, number],
      },
      ...{
        byName: { n: '5' },
        byKind: { a: '6' },
        hash: 'xx',
        at: '2026-01-31T08:30:00Z',
        kind: 'a' as const,
      },
      ...{ fixed: 'b' as const, flag: true, choice: { type: 'one' as const, text: '7' } },
    };
    expect(mapFreeText(schema, value, mark)).toEqual({
      ...value,
      ...{ free: '<1>', given: '<2>', list: [{ text: '<3>', count: 1 }], pair: ['<4>', 2] },
      ...{ byName: { '<n>': '<5>' }, byKind: { a: '<6>' }, choice: { type: 'one', text: '<7>' } },
    });
  });

  it('loses no entry of a record when names become equal', () => {
    const schema = z.record(z.string(), z.number());
    expect(mapFreeText(schema, { a: 1, b: 2, c: 3 }, () => 'x')).toEqual({ x: 1, 'x 2': 2, 'x 3': 3 });
  });

  it('refuses a kind of schema that it does not know, rather than let a text through', () => {
    expect(() => mapFreeText(z.object({ x: z.any() }), { x: 'text' }, mark)).toThrow(RangeError);
  });

  it('leaves a submission as it is where no text changes', () => {
    const { submission } = signedEntry(null);
    const payload = submissionSchema.omit({ signature: true });
    const { signature: _signature, ...rest } = submission;
    expect(mapFreeText(payload, rest, (text) => text)).toEqual(rest);
  });
});
