/** What must be true of a leaderboard file after `torture`. */
import { open } from 'node:fs/promises';
import { parseLine } from '#core/leaderboard/line.ts';
import { decodeLine, readLines } from '#store/leaderboard/lines.ts';
import { readLeaderboard } from '#store/leaderboard/reader.ts';
import { sampleLines } from '#test/support/sample-lines.ts';
import type { TortureOptions, TortureOutcome } from './torture.ts';

export interface Judgement {
  readonly lines: number;
  readonly rows: number;
  /** Lines whose submission stands further up too. */
  readonly repeated: number;
  /** Beginnings of a line that a killed writer left, each on a line of its own. */
  readonly torn: number;
  /** Whole, but their process was killed before it could say so. */
  readonly unacknowledged: number;
  /** Empty: all that is promised holds. */
  readonly breaches: readonly string[];
}

export async function judge(options: TortureOptions, outcome: TortureOutcome): Promise<Judgement> {
  const runs = Array.from({ length: options.processes }, (_, index) => index + 1);
  const expected = new Map<string, string>();
  const wanted = new Set<string>();
  for (const run of runs) {
    for (const { id, line } of sampleLines(run, options.submissions)) {
      expected.set(id, line);
      if (!outcome.abandoned.includes(run)) wanted.add(id);
    }
  }
  const breaches = [...outcome.complaints];
  const counts = new Map<string, number>();
  let [lines, torn] = [0, 0];
  for (const { lineNumber, text } of await textsOf(options.file)) {
    lines += 1;
    const parsed = parseLine(text ?? '');
    const id = parsed.ok ? parsed.submission.id : null;
    if (id !== null && expected.get(id) === text) counts.set(id, (counts.get(id) ?? 0) + 1);
    else if (text !== null && text !== '' && isBeginning(text, expected)) torn += 1;
    else breaches.push(`line ${lineNumber} is neither a line that was written nor the beginning of one`);
  }
  const acknowledged = new Set(outcome.acknowledged);
  for (const id of acknowledged) if (!counts.has(id)) breaches.push(`acknowledged but absent: ${id}`);
  for (const id of wanted) if (!acknowledged.has(id)) breaches.push(`never acknowledged: ${id}`);
  const rows = (await readLeaderboard(options.file)).submissions.map(({ submission }) => submission.id);
  if (new Set(rows).size !== rows.length) breaches.push('a submission is more than one row');
  if (rows.length !== counts.size) breaches.push(`${rows.length} rows of ${counts.size} submissions`);
  const repeated = [...counts.values()].reduce((sum, count) => sum + count - 1, 0);
  const unacknowledged = [...counts.keys()].filter((id) => !acknowledged.has(id)).length;
  return { lines, rows: rows.length, repeated, torn, unacknowledged, breaches };
}

async function textsOf(file: string): Promise<{ lineNumber: number; text: string | null }[]> {
  const handle = await open(file, 'r');
  try {
    const texts: { lineNumber: number; text: string | null }[] = [];
    for await (const { lineNumber, bytes } of readLines(handle)) {
      texts.push({ lineNumber, text: bytes === null ? null : decodeLine(bytes) });
    }
    return texts;
  } finally {
    await handle.close();
  }
}

function isBeginning(text: string, expected: ReadonlyMap<string, string>): boolean {
  return [...expected.values()].some((line) => line.startsWith(text));
}
