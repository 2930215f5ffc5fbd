/** A number of things in words: `1 line`, `8 lines`. */
import { number } from './number.ts';

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}
