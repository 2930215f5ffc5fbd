/** `--shape NAME=1,3,224,224`, given once an input. */
import { InvalidArgumentError } from 'commander';
import { sizesFrom, type Shapes } from '#core/import-wishes.ts';

/** The name may hold "=" itself, as names of values may; the last one counts. A scalar has no sizes: `NAME=`. */
export function shapeOf(text: string, former: Shapes = {}): Shapes {
  const at = text.lastIndexOf('=');
  const [name, dims] = [text.slice(0, at), sizesFrom(text.slice(at + 1))];
  if (at <= 0 || dims === null) {
    throw new InvalidArgumentError('It takes an input and its sizes, as in x=1,3,224,224.');
  }
  if (Object.hasOwn(former, name)) throw new InvalidArgumentError(`The input "${name}" has two shapes.`);
  return { ...former, [name]: dims };
}
