/** Copies lines from the files where they are, each ended by LF. */
import { createHash } from 'node:crypto';
import type { Sink } from '#disk/replace-file.ts';
import type { LineIndex } from './line-index.ts';
import type { OpenFiles } from './open-files.ts';

const BUFFER_BYTES = 2 ** 20;
const LF = 0x0a;

/**
 * Copies the lines at `places` of the index. Each is checked against the digest that it had when it was indexed;
 * throws a `Fault` (file-unreadable) where a file was changed since.
 */
export async function copyLines(
  index: LineIndex,
  places: Uint32Array,
  files: OpenFiles,
  write: Sink,
): Promise<void> {
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let filled = 0;
  const flush = async () => {
    if (filled > 0) await write(buffer.subarray(0, filled));
    filled = 0;
  };
  for (const place of places) {
    const hash = createHash('sha256');
    const lengthBytes = index.lengthOf(place);
    for (let done = 0; done < lengthBytes;) {
      // A line that fits is kept in one piece.
      if (filled > 0 && filled + lengthBytes - done > BUFFER_BYTES - 1) await flush();
      const size = Math.min(lengthBytes - done, BUFFER_BYTES - 1 - filled);
      const piece = buffer.subarray(filled, filled + size);
      files.read(index.sourceOf(place), piece, index.startOf(place) + done);
      hash.update(piece);
      filled += size;
      done += size;
    }
    buffer[filled++] = LF;
    if (filled === BUFFER_BYTES) await flush();
    if (!index.isText(place, hash.digest())) throw files.changed(index.sourceOf(place));
  }
  await flush();
}
