/** What a merge did, in sentences. */

interface FileNotes {
  readonly path: string;
  readonly carriageReturns: number;
  readonly byteOrderMarks: number;
  readonly conflictMarkers: number;
  readonly unended: boolean;
}

/** As store/leaderboard/merge reports it. */
export interface MergeFacts {
  readonly counts: Readonly<Record<'submission' | 'revocation' | 'unreadable', number>>;
  readonly repeated: number;
  readonly files: readonly FileNotes[];
  readonly keptTarget: boolean;
  readonly written: boolean;
}

export interface CopyFacts {
  readonly path: string;
  readonly tool: string;
  readonly isCopy: boolean;
}

/** `copies`: null where nobody asked for them. `output`: as the person named it; null: stdout. */
export function mergeNotes(
  facts: MergeFacts,
  copies: readonly CopyFacts[] | null,
  output: string | null,
): string[] {
  return [
    ...(copies === null ? [] : copyNotes(copies)),
    ...facts.files.flatMap(fileNotes),
    ...(facts.keptTarget ? [`${output} was there already; its lines are kept.`] : []),
    summary(facts, output),
    ...(copies === null || output === null ? [] : deletionNotes(copies)),
  ];
}

function copyNotes(copies: readonly CopyFacts[]): string[] {
  if (copies.length === 0) return ['No copies of a sync tool were found beside it.'];
  return copies.map(({ path, tool, isCopy }) =>
    isCopy
      ? `Conflict copy, as ${tool} names them: ${path}`
      : `Left out: ${path} is named as ${tool} names copies, but has no line in common with the board. If it is one, name it too.`,
  );
}

function fileNotes({ path, ...notes }: FileNotes): string[] {
  const said: string[] = [];
  if (notes.byteOrderMarks > 0) said.push('a byte order mark was dropped');
  if (notes.carriageReturns > 0) said.push(`CRLF became LF (${lines(notes.carriageReturns)})`);
  if (notes.conflictMarkers > 0)
    said.push(`git's conflict markers were dropped (${lines(notes.conflictMarkers)})`);
  if (notes.unended) said.push('the last line had no line break and was taken as it is');
  return said.length === 0 ? [] : [`${path}: ${said.join('; ')}.`];
}

function summary({ counts, repeated, files, written }: MergeFacts, output: string | null): string {
  const parts = [
    count(counts.submission, 'submission', 'submissions'),
    ...(counts.revocation === 0 ? [] : [count(counts.revocation, 'revocation', 'revocations')]),
    ...(counts.unreadable === 0 ? [] : [`${lines(counts.unreadable)} that cannot be read, kept unchanged`]),
  ];
  const leftOut =
    repeated === 0 ? '' : `; ${count(repeated, 'repeated line was', 'repeated lines were')} left out`;
  const what = parts.join(', ') + leftOut;
  const from = count(files.length, 'file', 'files');
  if (output === null) return `Merged ${from}: ${what}.`;
  return written ? `Merged ${from} into ${output}: ${what}.` : `${output} holds all lines already: ${what}.`;
}

function deletionNotes(copies: readonly CopyFacts[]): string[] {
  const merged = copies.filter(({ isCopy }) => isCopy);
  if (merged.length === 0) return [];
  // Its help says so: the name stands for a file that another device has under its true name.
  const resilio = merged.some(({ tool }) => tool === 'Resilio Sync')
    ? ' Not with Resilio Sync before you have read its help: there, deleting such a copy can delete the file of another device.'
    : '';
  return [
    merged.length === 1
      ? `All lines of the copy are in the result; the copy can be deleted now.${resilio}`
      : `All lines of the ${merged.length} copies are in the result; the copies can be deleted now.${resilio}`,
  ];
}

const lines = (number: number) => count(number, 'line', 'lines');

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
