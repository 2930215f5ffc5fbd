/** What a file of a leaderboard is, told by its first bytes: names lie. */
import { Fault } from '#core/errors.ts';
import { fileFault } from '#disk/file-fault.ts';
import { openToRead, readAt } from '../lines.ts';

export interface JsonFile {
  readonly path: string;
  /** One submission over many lines, as editors lay JSON out. */
  readonly isWhole: boolean;
}

export interface BoardFiles {
  readonly json: readonly JsonFile[];
  /** Exports of this program, by their paths. */
  readonly parquet: readonly string[];
}

const HEAD_BYTES = 256;

const COMPRESSED: readonly (readonly [magic: string, name: string])[] = [
  ['1f8b', 'gzip'],
  ['28b52ffd', 'Zstandard'],
  ['504b0304', 'a ZIP archive'],
];

/** Throws a `Fault` (file-unreadable) for what cannot be read, is a folder, or is compressed. */
export async function sortFiles(paths: readonly string[]): Promise<BoardFiles> {
  const json: JsonFile[] = [];
  const parquet: string[] = [];
  for (const path of paths) {
    const head = await headOf(path);
    if (head.subarray(0, 4).toString('latin1') === 'PAR1') parquet.push(path);
    else {
      refuseCompressed(path, head);
      json.push({ path, isWhole: /\.json$/i.test(path) && beginsInManyLines(head) });
    }
  }
  return { json, parquet };
}

async function headOf(path: string): Promise<Buffer> {
  const handle = await openToRead(path);
  try {
    return await readAt(handle, 0, HEAD_BYTES);
  } catch (cause) {
    throw fileFault('file-unreadable', 'read the leaderboard', path, cause);
  } finally {
    await handle.close();
  }
}

function refuseCompressed(path: string, head: Buffer): void {
  const hex = head.subarray(0, 4).toString('hex');
  const found = COMPRESSED.find(([magic]) => hex.startsWith(magic));
  if (found === undefined) return;
  throw new Fault('file-unreadable', `${path} is compressed (${found[1]})`, {
    remedy:
      'Unpack it first, or export it: "joulemark leaderboard export" makes small files that can be ranked.',
  });
}

/** A brace, and then nothing more in its line. */
function beginsInManyLines(head: Buffer): boolean {
  return /^(?:\u00ef\u00bb\u00bf)?\s*\{[ \t\r]*\n/.test(head.toString('latin1'));
}
