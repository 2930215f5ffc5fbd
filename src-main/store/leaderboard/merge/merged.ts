/** What the lines of several files come to, before it is written anywhere. */
import { isSignature } from '../../keys/ed25519.ts';
import { chooseLines } from './choose-lines.ts';
import { indexFile, type FileNotes } from './index-file.ts';
import { LineIndex, type LineKind } from './line-index.ts';
import { OpenFiles } from './open-files.ts';

export interface MergeReport {
  /** Lines of the result, by kind. */
  readonly counts: Readonly<Record<LineKind, number>>;
  /** Lines of the files that the result holds in another line of the same bytes or the same submission. */
  readonly repeated: number;
  readonly files: readonly FileNotes[];
  /** The target was there already, without being among the files, and its lines are in the result. */
  readonly keptTarget: boolean;
  /** False: the target holds the result already, and was not written. */
  readonly written: boolean;
}

export interface Merged {
  readonly index: LineIndex;
  /** What the result holds, in its order. */
  readonly places: Uint32Array;
  readonly open: OpenFiles;
  readonly report: Pick<MergeReport, 'counts' | 'repeated' | 'files'>;
}

/** All is closed when this settles. Throws a `Fault` (file-unreadable). */
export async function withMerged<T>(
  files: readonly string[],
  use: (merged: Merged) => Promise<T>,
): Promise<T> {
  const index = new LineIndex();
  const notes: FileNotes[] = [];
  for (const [source, path] of files.entries()) notes.push(await indexFile(path, source, index));
  const open = new OpenFiles(files);
  try {
    const textAt = (place: number) => {
      const bytes = Buffer.alloc(index.lengthOf(place));
      open.read(index.sourceOf(place), bytes, index.startOf(place));
      return bytes.toString('utf8');
    };
    const places = await chooseLines(index, textAt, isSignature);
    const counts: Record<LineKind, number> = { submission: 0, revocation: 0, unreadable: 0 };
    for (const place of places) counts[index.kindOf(place)] += 1;
    const lines = notes.reduce((sum, each) => sum + each.lines, 0);
    return await use({
      index,
      places,
      open,
      report: { counts, repeated: lines - places.length, files: notes },
    });
  } finally {
    open.close();
  }
}
