/** What holds for a merge of any files whatever. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submissionId } from '#core/leaderboard/identity.ts';
import { mergeIntoFile, mergeToSink } from '#store/leaderboard/merge/merge-files.ts';
import { changedLine, madeSigner, revocationLine, signedLine } from '#test/support/merge-lines.ts';
import { sampleLines } from '#test/support/sample-lines.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-merge-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const [kim, lee] = [madeSigner(1), madeSigner(2)];
const plain = sampleLines(1, 3).map(({ line }) => line);
const [first, second, third] = plain as [string, string, string];
const newer = { schema: 'joulemark.submission/2', startedAt: '2026-03-01T00:00:00Z', invented: { x: [1] } };
const revocations = [kim, lee].map((signer) =>
  revocationLine(sampleLines(1, 1)[0]!.id, '2026-01-30T00:00:00Z', signer),
);
const KNOWN = [
  ...plain,
  ...[kim, lee].flatMap((signer) => plain.map((line) => signedLine(line, signer))),
  // The same contents, written otherwise.
  ` ${first}`,
  signedLine(first, kim).replaceAll(':', ': '),
  // A signature that does not hold, and contents that have another id.
  signedLine(first, kim).replace(/"value":"..../, '"value":"abcd'),
  second.replace('"grossJ":0.1045', '"grossJ":0.0001'),
  third.replace('{', '{"seed":1,'),
  // Of newer versions, and of times of their own.
  changedLine(first, { invented: 'yes' }),
  changedLine(first, newer),
  changedLine(second, { startedAt: '2025-01-01T00:00:00Z' }),
  changedLine(second, { startedAt: 'yesterday' }),
  first.replace('submission/1', 'submission/2'),
  ...revocations,
  revocations[0]!.replace('on battery', 'on mains'),
];
const JUNK = [
  ...['foreign', '{"comparisonKey":"m1|', first.slice(0, 200), '[]', '\0\0\0', '\uFFFD', 'a\rb', '\u00A0'],
  ...['<<<<<<<HEAD', '======', '{}'],
];
const DROPPED = ['', '  \t', '<<<<<<< HEAD', '||||||| 1a2b', '=======', '>>>>>>> other'];

const content = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...KNOWN.map((text) => Buffer.from(text))) },
  { weight: 2, arbitrary: fc.constantFrom(...JUNK.map((text) => Buffer.from(text))) },
  { weight: 1, arbitrary: fc.constantFrom(Buffer.from([0x7b, 0xff, 0x7d]), Buffer.from([0xc3, 0x28])) },
  { weight: 2, arbitrary: fc.constantFrom(...DROPPED.map((text) => Buffer.from(text))) },
);
const ending = fc.constantFrom('\n', '\n', '\r\n', '\r\r\n');
const fileOf = fc
  .record({
    bom: fc.boolean(),
    lines: fc.array(fc.tuple(content, ending), { maxLength: 12 }),
    unended: fc.boolean(),
  })
  .map(({ bom, lines, unended }) => {
    const whole = Buffer.concat([
      Buffer.from(bom ? '\uFEFF' : ''),
      ...lines.flatMap(([bytes, end]) => [bytes, Buffer.from(end)]),
    ]);
    // Files are texts in which each character is a byte.
    return whole.toString('latin1').slice(0, unended ? -1 : undefined);
  });

let number = 0;
async function saved(file: string): Promise<string> {
  const path = join(folder, `${(number += 1)}.jsonl`);
  await writeFile(path, file, 'latin1');
  return path;
}

async function merged(...files: readonly string[]): Promise<string> {
  const parts: string[] = [];
  await mergeToSink(await Promise.all(files.map(saved)), async (bytes) => {
    parts.push(Buffer.from(bytes).toString('latin1'));
  });
  return parts.join('');
}

function contentsOf(file: string): string[] {
  const lines = file.split('\n');
  const bare = lines.map((line) => line.replace(/^(?:\xef\xbb\xbf)+/, '').replace(/\r+$/, ''));
  return bare.filter((line) => !/^[ \t\r]*$/.test(line) && !DROPPED.includes(line));
}

/** null: the contents have another id, or none. */
function ownId(line: string): string | null {
  try {
    const fields = JSON.parse(Buffer.from(line, 'latin1').toString('utf8'));
    return submissionId(fields) === fields.id ? fields.id : null;
  } catch {
    return null;
  }
}

const RUNS = { numRuns: 60 };

describe('a merge', () => {
  it('is the same whatever the order of the files and of their lines', async () => {
    const property = fc.asyncProperty(fileOf, fileOf, async (a, b) => {
      const result = await merged(a, b);
      expect(await merged(b, a)).toBe(result);
      const shuffled = contentsOf(a).reverse().join('\n');
      expect(await merged(shuffled, b)).toBe(result);
    });
    await fc.assert(property, RUNS);
  });

  it('is the same however the files are grouped', async () => {
    const property = fc.asyncProperty(fileOf, fileOf, fileOf, async (a, b, c) => {
      const result = await merged(a, b, c);
      expect(await merged(await merged(a, b), c)).toBe(result);
      expect(await merged(a, await merged(b, c))).toBe(result);
    });
    await fc.assert(property, RUNS);
  });

  it('changes nothing when it is done again', async () => {
    const property = fc.asyncProperty(fileOf, fileOf, async (a, b) => {
      const result = await merged(a, b);
      expect(await merged(result)).toBe(result);
      expect(await merged(a, result)).toBe(result);
      const path = await saved(result);
      expect(await mergeIntoFile([await saved(b)], path)).toMatchObject({ written: false });
      expect(await readFile(path, 'latin1')).toBe(result);
    });
    await fc.assert(property, RUNS);
  });

  it('loses no line, but for those that say the same as one that is there', async () => {
    const property = fc.asyncProperty(fileOf, fileOf, async (a, b) => {
      const result = contentsOf(await merged(a, b));
      const ids = new Set(result.map(ownId));
      expect(new Set(result).size).toBe(result.length);
      const given = [...contentsOf(a), ...contentsOf(b)];
      const lost = given.filter((line) => !result.includes(line));
      for (const line of lost) expect([line, ids.has(ownId(line) ?? 'none')]).toEqual([line, true]);
      // And it invents none.
      for (const line of result) expect(given).toContain(line);
    });
    await fc.assert(property, RUNS);
  });
});
