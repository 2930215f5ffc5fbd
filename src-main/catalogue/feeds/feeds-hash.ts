/** What identifies feeds: names, types, shapes and every byte. */
import { createHash } from 'node:crypto';
import type { TensorMap } from '#core/tensor.ts';

/** SHA-256 (hex). The order of feeds counts, that of the inputs in each does not. */
export function feedsHash(feeds: readonly TensorMap[]): string {
  const hash = createHash('sha256');
  for (const feed of feeds) {
    const entries = Object.entries(feed).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    hash.update(JSON.stringify(entries.map(([name, { type, dims }]) => [name, type, dims])));
    for (const [, { data }] of entries) {
      hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  }
  return hash.digest('hex');
}
