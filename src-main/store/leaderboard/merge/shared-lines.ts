/** Whether two files have a line in common: what a sync tool copied shares its past with the board. */
import { LineIndex } from './line-index.ts';
import { indexFile } from './index-file.ts';

/** The lines of a file that a schema of ours names. */
export async function digestsOf(path: string): Promise<LineIndex> {
  const index = new LineIndex();
  await indexFile(path, 0, index);
  return index;
}

export async function sharesLine(path: string, board: LineIndex): Promise<boolean> {
  const other = await digestsOf(path);
  for (let place = 0; place < other.count; place += 1) {
    if (other.kindOf(place) === 'unreadable') continue;
    if (board.find(other.digestAt(place)) !== null) return true;
  }
  return false;
}
