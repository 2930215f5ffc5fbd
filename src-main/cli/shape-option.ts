/** `--shape NAME=1,3,224,224`, given once an input. */
import { InvalidArgumentError } from 'commander';

export type ShapeOptions = Readonly<Record<string, readonly number[]>>;

/** The name may hold "=" itself, as names of values may; the last one counts. A scalar has no sizes: `NAME=`. */
export function shapeOf(text: string, former: ShapeOptions = {}): ShapeOptions {
  const at = text.lastIndexOf('=');
  const [name, sizes] = [text.slice(0, at), text.slice(at + 1)];
  if (at <= 0 || !/^(\d{1,9}([,x]\d{1,9})*)?$/.test(sizes)) {
    throw new InvalidArgumentError('It takes an input and its sizes, as in x=1,3,224,224.');
  }
  if (Object.hasOwn(former, name)) throw new InvalidArgumentError(`The input "${name}" has two shapes.`);
  const dims = sizes === '' ? [] : sizes.split(/[,x]/).map(Number);
  return { ...former, [name]: dims };
}
