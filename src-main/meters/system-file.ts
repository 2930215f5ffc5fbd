/** Reads the small files of sysfs: a value, or a named fault; never a number made of nothing. */
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { Fault, type FaultCode } from '#core/errors.ts';

const FAULTS: Record<string, FaultCode> = {
  ENOENT: 'meter-missing',
  ENOTDIR: 'meter-missing',
  EACCES: 'meter-no-permission',
  EPERM: 'meter-no-permission',
};

/** The file's text without white space around it. Faults name the path. */
export async function readSystemText(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    throw new Fault(FAULTS[code] ?? 'meter-unreadable', `cannot read ${path} (${code})`, { cause });
  }
}

/** An ordinary file that stands in for one of sysfs is empty for a moment while it is written. */
const EMPTY_RETRIES = 5;

/** A whole number from 0 up, of any size. An empty file must not become 0. */
export async function readSystemCount(path: string): Promise<bigint> {
  let text = await readSystemText(path);
  for (let retry = 0; text === '' && retry < EMPTY_RETRIES; retry += 1) {
    await setImmediate();
    text = await readSystemText(path);
  }
  if (!/^\d{1,20}$/.test(text)) {
    throw new Fault('meter-unreadable', `${path} holds no count: ${JSON.stringify(text.slice(0, 40))}`);
  }
  return BigInt(text);
}
