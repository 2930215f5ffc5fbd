import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeLine, readLines, type FileLine } from '#store/leaderboard/lines.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joulemark-lines-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function linesOf(content: string | Buffer, maxBytes?: number): Promise<FileLine[]> {
  const path = join(folder, 'lines');
  await writeFile(path, content);
  const handle = await open(path, 'r');
  try {
    const lines: FileLine[] = [];
    for await (const line of readLines(handle, maxBytes)) lines.push(line);
    return lines;
  } finally {
    await handle.close();
  }
}

describe('readLines', () => {
  it('numbers lines from 1 and says whether the last one has an end', async () => {
    const lines = await linesOf('a\n\nb');
    expect(lines.map((line) => [line.lineNumber, String(line.bytes), line.ended])).toEqual([
      [1, 'a', true],
      [2, '', true],
      [3, 'b', false],
    ]);
  });

  it('has no line in an empty file', async () => {
    expect(await linesOf('')).toEqual([]);
  });

  it('skips a line beyond the bound, and goes on with the next', async () => {
    const lines = await linesOf(`a\n${'x'.repeat(700_000)}\nb\n`, 600_000);
    expect(lines.map(({ bytes }) => bytes && String(bytes))).toEqual(['a', null, 'b']);
  });

  it('takes a line of exactly the bound', async () => {
    const lines = await linesOf('12345\n123456\n', 5);
    expect(lines.map(({ bytes }) => bytes && String(bytes))).toEqual(['12345', null]);
  });

  it('finds every line of any content, over the borders of its chunks too', async () => {
    const line = fc.tuple(fc.stringMatching(/^[a-z€]{0,5}$/u), fc.constantFrom(1, 1, 1000, 90_000));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (parts) => {
        const texts = parts.map(([text, times]) => text.repeat(times));
        const lines = await linesOf(texts.map((text) => `${text}\n`).join(''));
        expect(lines.map(({ bytes }) => String(bytes))).toEqual(texts);
      }),
      { numRuns: 20 },
    );
  });
});

describe('decodeLine', () => {
  it('drops a byte order mark and the CR of CRLF', () => {
    expect(decodeLine(Buffer.from('\uFEFFaé\r'))).toBe('aé');
  });

  it('is null for bytes that are not UTF-8', () => {
    expect(decodeLine(Buffer.from([0x61, 0xff]))).toBeNull();
  });
});
