/** Failures of a download: those worth another try, and those of this machine's disk. */
import { Fault } from '#core/errors.ts';

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
  const code = codeOf(cause) ?? '';
  const said = `${url.href}: ${reasonOf(cause)}`;
  const isTrust = /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL/.test(code);
  return isTrust ? new Fault('download-failed', said, { cause }) : new Transient(said, { cause });
}

/** `file-unwritable`; what is no error of the file system is returned as it is. */
export function diskFailure(path: string, cause: unknown): unknown {
  const code = codeOf(cause);
  if (cause instanceof Fault || code === null) return cause;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  const why = full ? 'the disk is full' : reasonOf(cause);
  const remedy = 'Free some space, then run the same command again: it resumes.';
  const options = full ? { cause, remedy } : { cause };
  return new Fault('file-unwritable', `cannot write ${path}: ${why}`, options);
}

export function interrupted(url: URL): Fault {
  return new Fault('interrupted', `the download of ${url.href} was stopped`, {
    remedy: 'Run the same command again: it resumes.',
  });
}

export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}

/** undici's and AggregateError's own text is sometimes empty; the cause says it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (
    error.message || (error.cause instanceof Error ? error.cause.message : (codeOf(error) ?? error.name))
  );
}
