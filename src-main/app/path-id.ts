/** By what the page knows a path or an address that stays in main: the same at each start. */
import { createHash } from 'node:crypto';

/** 16 hexadecimal digits. */
export const pathId = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 16);
