/** Reads the small files of sysfs: a value, or a named fault; never a number made of nothing. */
import { readFile } from 'node:fs/promises';
import { Fault, type FaultCode } from '#core/errors.ts';

const FAULTS: Record<string, FaultCode> = {
  ENOENT: 'meter-missing',
  ENOTDIR: 'meter-missing',
  ENODEV: 'meter-missing',
  ENXIO: 'meter-missing',
  EACCES: 'meter-no-permission',
  EPERM: 'meter-no-permission',
};

/** What a failed reading means; drivers also say EINVAL, ENODATA, EIO, EBUSY of files that exist. */
export function faultOfFile(path: string, errno: string, cause?: unknown): Fault {
  return new Fault(FAULTS[errno] ?? 'meter-unreadable', `cannot read ${path} (${errno})`, { cause });
}

/** The file's text without white space around it. Faults name the path. */
export async function readSystemText(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    throw faultOfFile(path, (cause as NodeJS.ErrnoException).code ?? 'unknown error', cause);
  }
}
