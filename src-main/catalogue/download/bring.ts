/** The bytes of a file, checked: brought to its part, or found in its place already. */
import { rm } from 'node:fs/promises';
import { Fault } from '#core/errors.ts';
import { checksumText, type Checksum } from './checksum.ts';
import type { Network } from './network.ts';
import { hashOf, removePart, sizeOf } from './part.ts';
import { transfer, type OnBytes, type Wanted } from './transfer.ts';

/**
 * The part is whole and hashes as it must when this resolves. Rejects as `transfer` does, and with `download-altered`
 * for other bytes, which are deleted.
 */
export async function bring(
  target: string,
  wanted: Wanted,
  network: Network,
  onBytes: OnBytes,
): Promise<void> {
  const { algorithm, hex } = wanted.checksum;
  const first = await transfer(target, wanted, network, onBytes);
  if (first.hex === hex) return;
  await removePart(target);
  // Two halves of different versions may have been put together, where the server names no versions.
  const found = first.resumed ? (await transfer(target, wanted, network, onBytes)).hex : first.hex;
  if (found === hex) return;
  await removePart(target);
  throw new Fault(
    'download-altered',
    `${wanted.url} has ${checksumText({ algorithm, hex: found })}, where ${hex} was expected; it was deleted`,
  );
}

/** Whether the whole file is there. One that is not what it must be goes: it was altered on this machine. */
export async function keepWhole(target: string, bytes: number, checksum: Checksum): Promise<boolean> {
  const size = await sizeOf(target);
  if (size === null) return false;
  if (size === bytes) {
    const hash = await hashOf(target, bytes, checksum.algorithm);
    if (hash.digest('hex') === checksum.hex) return true;
  }
  await rm(target, { force: true });
  return false;
}
