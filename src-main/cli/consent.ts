/** Nothing is written to a shared file before a person has seen it and said yes. */
import { Fault } from '#core/errors.ts';
import { counted } from '#core/format/counted.ts';
import { keyText } from '#core/leaderboard/trusted.ts';
import { plain } from '#report/terminal.ts';
import type { CliContext } from './context.ts';
import { note, write } from './output.ts';

export interface ShownLine {
  /** What it is, in words. */
  readonly label: string;
  /** Without its line break. */
  readonly line: string;
}

/** Throws a `Fault` (not-consented) where nobody can be asked and `yes` was not given. Before any work. */
export function checkConsent(yes: boolean, { ask }: Pick<CliContext, 'ask'>): void {
  if (yes || ask !== null) return;
  throw new Fault(
    'not-consented',
    'lines are shown and asked for before they are written, and nobody can be asked here',
    {
      remedy: 'Run it in a terminal, or give --yes. Nothing was done.',
    },
  );
}

/**
 * Shows the exact lines on stderr, and asks unless `yes` was given. `publicKey`: by whom they are signed; null: by
 * nobody. Throws a `Fault` (not-consented) where the answer is no; `remedy` says what then.
 */
export async function askForLines(
  lines: readonly ShownLine[],
  file: string,
  publicKey: string | null,
  yes: boolean,
  context: CliContext,
  remedy: string,
): Promise<void> {
  checkConsent(yes, context);
  const { ask, stderr } = context;
  const bytes = lines.reduce((sum, { line }) => sum + lengthOf(line) + 1, 0);
  const by = publicKey === null ? 'not signed' : `signed by ${keyText(publicKey)}`;
  await note(stderr, `To be appended to ${file}: ${counted(lines.length, 'line')}, ${bytes} bytes, ${by}.`);
  for (const [index, { label, line }] of lines.entries()) {
    await note(stderr, `\nLine ${index + 1} of ${lines.length}, ${lengthOf(line)} bytes: ${label}`);
    await write(stderr, `${plain(line)}\n`);
  }
  await note(stderr, '');
  if (yes || ask === null || (await ask(`Append ${counted(lines.length, 'line')} to ${file}?`))) return;
  throw new Fault('not-consented', `nothing was written to ${file}: the answer was no`, { remedy });
}

const lengthOf = (line: string): number => Buffer.byteLength(line);
