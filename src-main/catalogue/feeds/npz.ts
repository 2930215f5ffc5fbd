/** Reads NumPy's `.npz` files: zip archives of `.npy` files, one an array. */
import { unzipSync } from 'fflate';
import { Fault } from '#core/errors.ts';
import type { TensorData } from '#core/tensor.ts';
import { readNpy } from './npy.ts';

/** All arrays of one archive together, unpacked; what states more is a zip bomb or no input. */
const MAX_UNPACKED_BYTES = 2 ** 30;
const MAX_ARRAYS = 4096;

/**
 * The arrays by name (without `.npy`). Nothing is unpacked before the sizes that the archive states are
 * known to be within the limit, and nothing grows beyond what was stated. Throws `input-invalid` that begins
 * with `name`.
 */
export function readNpz(
  bytes: Uint8Array,
  name: string,
  maxUnpackedBytes = MAX_UNPACKED_BYTES,
): Map<string, TensorData> {
  const arrays = new Map<string, TensorData>();
  for (const [file, unpacked] of Object.entries(unpack(bytes, name, maxUnpackedBytes))) {
    const array = file.replace(/\.npy$/, '');
    arrays.set(array, readNpy(unpacked, `${name}: ${file}`));
  }
  if (arrays.size === 0) throw new Fault('input-invalid', `${name} holds no arrays`);
  return arrays;
}

function unpack(bytes: Uint8Array, name: string, maxUnpackedBytes: number): Record<string, Uint8Array> {
  let statedBytes = 0;
  let count = 0;
  const limit = ({ name: file, originalSize }: { name: string; originalSize: number }): boolean => {
    statedBytes += originalSize;
    // Folders count, too: a broken archive may state billions of entries.
    count += 1;
    if (statedBytes > maxUnpackedBytes || count > MAX_ARRAYS) {
      throw new Fault(
        'input-invalid',
        `${name} unpacks to more than ${Math.floor(maxUnpackedBytes / 2 ** 20)} MiB or ${MAX_ARRAYS} arrays`,
      );
    }
    return !file.endsWith('/');
  };
  try {
    return unzipSync(bytes, { filter: limit });
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('input-invalid', `${name} is not a whole .npz file: ${reason}`, { cause });
  }
}
