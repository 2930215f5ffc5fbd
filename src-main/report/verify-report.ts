/** What verifying a board has shown, for people (as compilers write it) and for programs. */
import { LINE_STATES, type LineState } from '#core/leaderboard/verify/check.ts';
import {
  placeText,
  type BoardSummary,
  type IdleRevocation,
  type LineReport,
  type RevokedReport,
} from '#core/leaderboard/verify/board.ts';
import { nameOfKey, shortKey, type TrustedKeys } from '#core/leaderboard/trusted.ts';
import { plain } from './terminal.ts';

/** Those of which a person should know. */
export const PROBLEMS: ReadonlySet<LineState> = new Set(['altered', 'implausible', 'unreadable']);

/** One reason a line; one line without a reason. */
export function lineText(report: LineReport, trusted: TrustedKeys): string {
  const { state, reasons, signedBy } = report;
  const by = signedBy === null ? '' : ` (${signerText(signedBy, trusted)})`;
  const said = reasons.length === 0 ? [''] : reasons.map((reason) => `: ${reason}`);
  return said.map((reason) => `${oneLine(`${placeText(report)}: ${state}${by}${reason}`)}\n`).join('');
}

export function revokedText(report: RevokedReport): string {
  const { revokedAt, reason } = report;
  return `${oneLine(`${placeText(report)}: revoked by its signer at ${revokedAt}${reason === '' ? '' : `: ${reason}`}`)}\n`;
}

export function idleRevocationText(report: IdleRevocation): string {
  const what = `takes back nothing: no submission ${report.id.slice(0, 12)} is here that its key alone has signed`;
  return `${oneLine(`${placeText(report)}: revocation ${what}`)}\n`;
}

/** E.g. `2 files, 12 lines: 9 verified, 1 unsigned, 2 altered`, and how many each key has signed. */
export function summaryText(files: number, summary: BoardSummary, trusted: TrustedKeys): string {
  const { lines, states, revoked, revocations, repeated, byKey } = summary;
  const counts = LINE_STATES.map((state) => `${states[state]} ${state}`);
  if (revocations > 0) counts.push(`${count(revocations, 'revocation')} (${revoked} in force)`);
  const again = repeated === 0 ? '' : `; ${count(repeated, 'line')} repeated, which count once`;
  const head = `${count(files, 'file')}, ${count(lines, 'line')}: ${counts.join(', ')}${again}\n`;
  const keys = [...byKey].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const shown = keys
    .slice(0, MOST_KEYS)
    .map(([key, signed]) => `  ${signed} by ${signerText(key, trusted)}\n`);
  const more = keys.length > MOST_KEYS ? `  and ${count(keys.length - MOST_KEYS, 'more key')}\n` : '';
  return plain(`${head}${shown.join('')}${more}`);
}

/** A board of many people has many keys. */
const MOST_KEYS = 20;

/** A name is one that the reader has given; nobody can give it to themselves. */
function signerText(publicKey: string, trusted: TrustedKeys): string {
  return nameOfKey(trusted, publicKey) ?? `unnamed key ${shortKey(publicKey)}`;
}

const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;

/** A path or a reason with a line break must not look like another line of the report. */
const oneLine = (text: string): string => plain(text).replaceAll('\n', '\uFFFD');

/** An array's entry; `file` and `line` name the line. */
export function lineJson({ file, lineNumber, repeats, ...rest }: LineReport, trusted: TrustedKeys): string {
  const signer = nameOfKey(trusted, rest.signedBy);
  const first = repeats === null ? null : { file: repeats.file, line: repeats.lineNumber };
  return JSON.stringify({ file, line: lineNumber, ...rest, signer, repeats: first });
}

export function revokedJson({ file, lineNumber, ...rest }: RevokedReport | IdleRevocation): string {
  return JSON.stringify({ file, line: lineNumber, ...rest });
}

export function summaryJson(files: number, summary: BoardSummary, trusted: TrustedKeys): string {
  const byKey = [...summary.byKey].map(([publicKey, lines]) => ({
    publicKey,
    signer: nameOfKey(trusted, publicKey),
    lines,
  }));
  return JSON.stringify({ files, ...summary, byKey });
}
