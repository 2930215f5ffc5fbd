/** Failures of a download: those worth another try, and those of this machine's disk. */
import { Fault } from '#core/errors.ts';
import { fileFault, isDiskFull, systemCode } from '#disk/file-fault.ts';

/** A failure that may pass: the same request is made again after a pause. */
export class Transient extends Error {
  override readonly name = 'Transient';
}

/** Statuses that a server gives when it is busy, by RFC 9110 and 6585. */
const BUSY: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

export function statusFailure(status: number, url: URL): Error {
  const said = `${url.href} answered ${status}`;
  return BUSY.includes(status) ? new Transient(said) : new Fault('download-failed', said);
}

/** Whatever the connection threw. A refused certificate is not mended by waiting. */
export function networkFailure(cause: unknown, url: URL): Error {
  if (cause instanceof Fault || cause instanceof Transient) return cause;
  const code = systemCode(cause) ?? '';
  const said = `${url.href}: ${reasonOf(cause)}`;
  const isTrust = /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL/.test(code);
  return isTrust ? new Fault('download-failed', said, { cause }) : new Transient(said, { cause });
}

const RESUMES = 'Free some space, then run the same command again: it resumes.';

/** `file-unwritable`; what is no error of the file system is returned as it is. */
export function diskFailure(path: string, cause: unknown): unknown {
  if (systemCode(cause) === null) return cause;
  return fileFault('file-unwritable', 'write', path, cause, isDiskFull(cause) ? RESUMES : null);
}

export function interrupted(url: URL): Fault {
  return new Fault('interrupted', `the download of ${url.href} was stopped`, {
    remedy: 'Run the same command again: it resumes.',
  });
}

/** undici's and AggregateError's own text is sometimes empty; the cause says it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (
    error.message || (error.cause instanceof Error ? error.cause.message : (systemCode(error) ?? error.name))
  );
}
