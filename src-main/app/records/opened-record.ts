/** A record by the key that the page knows it by. */
import { pathId } from '../path-id.ts';

const PREFIX = 'file-';

/** Of a file outside the history. Never the id in it: a copy may have been altered, and is another thing than the original. */
export const keyOfFile = (path: string): string => `${PREFIX}${pathId(path)}`;

/** Else it is the id of a record of the history. */
export const isKeyOfFile = (key: string): boolean => key.startsWith(PREFIX);
