/** `validate --strict [--base OLDFILE]`: what a board's repository asks of a pull request. */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { BoardVerifier, placeText, type LineReport } from '#core/leaderboard/verify/board.ts';
import { isCanonicalLine } from '#core/leaderboard/verify/form.ts';
import { idleRevocationText, lineText } from '#report/verify-report.ts';
import { plain } from '#report/terminal.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { readBoardTexts, type BoardText } from '#store/leaderboard/board-lines.ts';
import type { CliContext } from '../context.ts';
import { DONE, FAILED } from '../exit-code.ts';
import { write } from '../output.ts';

/** Nobody's keys are trusted here: the result must be the same for whoever runs it. */
const NO_KEYS = new Map<string, string>();

/**
 * Fails when a line is not verified, repeats another, or is not written as this program writes it. `base`: lines that
 * it holds already are not judged, stand before all new ones, and must still be there.
 */
export async function validateStrictly(
  file: string,
  base: string | null,
  { cwd, stdout }: Pick<CliContext, 'cwd' | 'stdout'>,
): Promise<number> {
  const old = base === null ? new BaseLines() : await readBase(resolve(cwd, base));
  const verifier = new BoardVerifier({ isSignature, trusted: NO_KEYS, now: new Date() });
  verifier.beginFile(file);
  const newLines = new Set<number>();
  const bad = new Set<number>();
  const say = (lineNumber: number, text: string) => {
    bad.add(lineNumber);
    return write(stdout, text);
  };
  for await (const line of readBoardTexts(resolve(cwd, file))) {
    const { lineNumber, text, problem } = line;
    const isOld = old.take(line);
    const report = verifier.add(text, problem, isOld);
    if (isOld) continue;
    newLines.add(lineNumber);
    const place = { file, lineNumber };
    if (report !== null && report.state !== 'verified') await say(lineNumber, lineText(report, NO_KEYS));
    for (const each of formProblems(line, report)) {
      await say(lineNumber, `${plain(`${placeText(place)}: ${each}`)}\n`);
    }
  }
  const { across, idleRevocations } = verifier.finish();
  const isNew = ({ lineNumber }: { lineNumber: number }) => newLines.has(lineNumber);
  for (const report of across.filter(isNew)) await say(report.lineNumber, lineText(report, NO_KEYS));
  for (const report of idleRevocations.filter(isNew))
    await say(report.lineNumber, idleRevocationText(report));
  const missing = old.left();
  for (const lineNumber of missing) {
    await write(
      stdout,
      plain(`${base}:${lineNumber}: is not in ${file} as it was; a board is only added to\n`),
    );
  }
  await write(stdout, plain(summaryText(file, base, newLines.size, bad.size, old.count, missing.length)));
  return bad.size > 0 || missing.length > 0 ? FAILED : DONE;
}

function summaryText(
  file: string,
  base: string | null,
  lines: number,
  bad: number,
  inBase: number,
  missing: number,
): string {
  const judged = `${file}: ${lines - bad} of ${lines} ${base === null ? '' : 'new '}lines are well`;
  return base === null
    ? `${judged}\n`
    : `${judged}; ${inBase - missing} of ${inBase} lines of ${base} are still there\n`;
}

const BYTE_ORDER_MARK = Buffer.from('efbbbf', 'hex');
const CR = 0x0d;

/** What has nothing to do with what the line says. */
function formProblems({ text, bytes, ended }: BoardText, report: LineReport | null): string[] {
  if (bytes === null || text === null) return [];
  const problems: string[] = [];
  const hasMark = bytes.subarray(0, 3).equals(BYTE_ORDER_MARK);
  if (hasMark) problems.push('begins with a byte order mark');
  if (bytes.at(-1) === CR) problems.push('ends with CR and LF, where LF alone ends a line');
  if (!ended) problems.push('has no line break at its end: whoever appends next would have to mend it');
  if (text.trim() === '') problems.push('is empty');
  else if (report?.state !== 'unreadable' && !isCanonicalLine(text)) {
    problems.push('is not in the canonical form of RFC 8785, in which this program writes lines');
  }
  if (report?.repeats) problems.push(`says the same as line ${report.repeats.lineNumber}; it counts once`);
  return problems;
}

/** Lines of the older file by their bytes, each as often as it stands there. */
class BaseLines {
  readonly #lineNumbers = new Map<string, number[]>();
  count = 0;

  add(line: BoardText): void {
    const key = keyOf(line);
    this.#lineNumbers.set(key, [...(this.#lineNumbers.get(key) ?? []), line.lineNumber]);
    this.count += 1;
  }

  /** True where the older file has the line, once for each time. */
  take(line: BoardText): boolean {
    const key = keyOf(line);
    const [first, ...rest] = this.#lineNumbers.get(key) ?? [];
    if (first === undefined) return false;
    if (rest.length === 0) this.#lineNumbers.delete(key);
    else this.#lineNumbers.set(key, rest);
    return true;
  }

  /** Numbers of the lines that nobody took, ascending. */
  left(): number[] {
    return [...this.#lineNumbers.values()].flat().sort((a, b) => a - b);
  }
}

/** A line that is too long to be one is told by nothing but that, since none of it is kept. */
function keyOf({ bytes }: BoardText): string {
  return bytes === null ? 'too long' : createHash('sha256').update(bytes).digest('base64');
}

async function readBase(path: string): Promise<BaseLines> {
  const lines = new BaseLines();
  for await (const line of readBoardTexts(path)) lines.add(line);
  return lines;
}
