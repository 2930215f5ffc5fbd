/** A record by the key that the page knows it by. */
import { createHash } from 'node:crypto';

const PREFIX = 'file-';

/** Of a file outside the history. Never the id in it: a copy may have been altered, and is another thing than the original. */
export function keyOfFile(path: string): string {
  return `${PREFIX}${createHash('sha256').update(path).digest('hex').slice(0, 16)}`;
}

/** Else it is the id of a record of the history. */
export const isKeyOfFile = (key: string): boolean => key.startsWith(PREFIX);
