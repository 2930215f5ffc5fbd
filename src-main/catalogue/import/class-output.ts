/** Which output holds scores of classes. */
import { Fault } from '#core/errors.ts';
import type { TensorMap } from '#core/tensor.ts';

/**
 * `asked`: an output's name; `none`; or null, and then it is guessed where nothing else is likely: one output, of floats,
 * with a row of at least two for each input. Throws `wrong-usage` for a name that is no output.
 */
export function classOutputOf(asked: string | null, outputs: TensorMap): string | null {
  if (asked === 'none') return null;
  const names = Object.keys(outputs);
  if (asked !== null) {
    if (names.includes(asked)) return asked;
    throw new Fault('wrong-usage', `there is no output "${asked}". Outputs: ${names.join(', ')}.`, {
      remedy: 'Choose one of them, or none.',
    });
  }
  const [only, ...others] = Object.entries(outputs);
  if (only === undefined || others.length > 0) return null;
  const [name, { type, dims }] = only;
  return type === 'float32' && dims.length === 2 && (dims[1] ?? 0) >= 2 ? name : null;
}
