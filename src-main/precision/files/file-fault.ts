/** Errors of the file system as faults. */
import { Fault, type FaultCode } from '#core/errors.ts';

export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** `code` for a file that is not there, `file-unreadable` for one that is. A `Fault` stays as it is. */
export function readFault(missing: FaultCode, what: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const isMissing = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(systemCode(cause) ?? '');
  const code = isMissing ? missing : 'file-unreadable';
  return new Fault(code, `cannot read ${what}: ${reasonOf(cause)}`, {
    cause,
    remedy: isMissing
      ? 'Check the path; a model of several files needs all of them in one folder, under their own names.'
      : 'Check the permissions of the file and its folder.',
  });
}

/** A `Fault` stays as it is. */
export function writeFault(path: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  return new Fault('file-unwritable', `cannot write ${path}: ${reasonOf(cause)}`, { cause });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
