/** A stream's chunks one by one. A stream's own iterator drops what it holds when the connection breaks; this does not. */
import type { Readable } from 'node:stream';

/** Above it the stream waits. */
const MAX_HELD_BYTES = 1_000_000;

/** Gives the next chunk, or null at the end; rejects with the stream's error once all that came before it was taken. */
export function chunksOf(stream: Readable): () => Promise<Uint8Array | null> {
  const held: Uint8Array[] = [];
  let heldBytes = 0;
  let end: { readonly error: unknown } | null = null;
  let wake: () => void = () => undefined;
  stream.on('data', (chunk: Uint8Array) => {
    held.push(chunk);
    heldBytes += chunk.length;
    if (heldBytes > MAX_HELD_BYTES) stream.pause();
    wake();
  });
  const finish = (error: unknown): void => {
    end ??= { error };
    wake();
  };
  stream.on('end', () => finish(null));
  stream.on('error', finish);
  // Without an end before it, this is one that nobody announced.
  stream.on('close', () => finish(new Error('the connection was closed')));
  return async () => {
    while (held.length === 0 && end === null) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const chunk = held.shift();
    if (chunk === undefined) {
      if (end?.error) throw end.error as Error;
      return null;
    }
    heldBytes -= chunk.length;
    if (heldBytes <= MAX_HELD_BYTES && end === null) stream.resume();
    return chunk;
  };
}
