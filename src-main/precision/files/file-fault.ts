/** A model's file that cannot be read, as a fault. */
import type { Fault, FaultCode } from '#core/errors.ts';
import { fileFault, systemCode } from '#disk/file-fault.ts';

/** `code` for a file that is not there, `file-unreadable` for one that is. A `Fault` stays as it is. */
export function readFault(missing: FaultCode, what: string, cause: unknown): Fault {
  const isMissing = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(systemCode(cause) ?? '');
  const remedy = isMissing
    ? 'Check the path; a model of several files needs all of them in one folder, under their own names.'
    : 'Check the permissions of the file and its folder.';
  return fileFault(isMissing ? missing : 'file-unreadable', 'read', what, cause, remedy);
}
