/** Operators that work on each element by itself, with ONNX's broadcasting. */
import type { Site } from '../site.ts';

/** A smaller operand is repeated along the axes that it lacks or has once. */
export function elementwise(site: Site): void {
  const inputs = site.inputs();
  if (inputs === null) return;
  const rank = Math.max(0, ...inputs.map(({ dims }) => dims.length));
  const dims = Array.from({ length: rank }, (_, axis) =>
    broadcast(inputs.map((input) => input.dims[axis - rank + input.dims.length])),
  );
  const output = site.output(dims);
  for (const input of inputs) {
    const shift = rank - input.dims.length;
    for (const [axis, dim] of input.dims.entries()) {
      // An open size may turn out to be 1; linking it then couples more than is needed, which is no error.
      if (dim !== 1 || output.dims[axis + shift] === 1) site.link(input, axis, output, axis + shift);
    }
  }
}

function broadcast(sizes: readonly (number | null | undefined)[]): number | null {
  const counted = sizes.filter((size) => size !== undefined && size !== 1);
  if (counted.length === 0) return 1;
  return counted.find((size) => size !== null) ?? null;
}
