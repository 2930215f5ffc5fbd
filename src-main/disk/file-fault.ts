/** System errors of files as faults with the path and a remedy. */
import { Fault, type FaultCode } from '#core/errors.ts';

const REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  ENXIO: 'it is not a regular file',
  ELOOP: 'its symbolic links go in a circle',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would become larger than allowed',
  EIO: 'the disk reported an error',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  EEXIST: 'something of that name is there already',
  EBUSY: 'another program uses it',
  ETXTBSY: 'it is a program that runs',
};

const FULL: readonly string[] = ['ENOSPC', 'EDQUOT'];
const WHEN_FULL = 'Free some space or choose another disk, then try again; nothing was lost.';

/** The code of a system error, e.g. `ENOENT`; null for any other value. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

export function isDiskFull(error: unknown): boolean {
  return FULL.includes(systemCode(error) ?? '');
}

/**
 * `cannot read /x/y: permission denied`. What is no system error is thrown as it is. `remedy`: default: of a full disk,
 * or the code's own.
 */
export function fileFault(
  code: FaultCode,
  verb: string,
  path: string,
  cause: unknown,
  remedy: string | null = isDiskFull(cause) ? WHEN_FULL : null,
): Fault {
  if (cause instanceof Fault) return cause;
  const system = systemCode(cause);
  if (system === null) throw cause;
  return new Fault(code, `cannot ${verb} ${path}: ${REASONS[system] ?? system}`, {
    cause,
    ...(remedy === null ? {} : { remedy }),
  });
}
