/** Why a worker is gone, as a `Fault`. Pure. */
import { Fault } from '#core/errors.ts';

/** As memory-watch.ts writes it. */
const LIMIT = /memory limit of (\d+) bytes exceeded: (\d+) bytes resident/;
/** V8's words, the C++ library's, Chromium's word for a process that Windows refused memory. */
const NO_MEMORY = /JavaScript heap out of memory|Allocation failed|bad_alloc|^oom\b/;

/** `reason` is what its channel tells: how it ended, and the last of its standard error. */
export function exitFault(reason: string): Fault {
  const [, limit, resident] = LIMIT.exec(reason) ?? [];
  if (limit !== undefined && resident !== undefined) {
    return new Fault(
      'out-of-memory',
      `The worker used ${mebibytes(resident)} of memory, its limit is ${mebibytes(limit)}, and was ended`,
    );
  }
  return NO_MEMORY.test(reason)
    ? new Fault('out-of-memory', `The worker got no more memory, and ended: ${reason}`)
    : new Fault('worker-died', `The worker ended: ${reason}`);
}

const mebibytes = (bytes: string): string => `${Math.round(Number(bytes) / 2 ** 20)} MiB`;
