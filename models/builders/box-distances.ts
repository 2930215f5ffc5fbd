/** From distributions over distances to boxes in pixels. */
import type { Network, Value } from './network.ts';

/** A distance to a side is one of 0 … 15 cells, as a distribution over them. */
export const DISTANCES = 16;

/**
 * [1, 4 · 16, cells] → [1, 4, cells]: middle x and y, width and height. Decoded level by level, so that the
 * stride is one number and the cells' middles are the only table.
 */
export function decodeBoxes(
  network: Network,
  path: string,
  distributions: Value,
  side: number,
  stride: number,
): Value {
  const node = (op: string, ...inputs: Value[]): Value => network.node(op, path, inputs);
  const cells = side * side;
  const apart = node('Reshape', distributions, network.ints([1, 4, DISTANCES, cells]));
  const last = network.node('Transpose', path, [apart], { perm: [0, 2, 1, 3] });
  const shares = network.node('Softmax', path, [last], { axis: 1n });
  const expected = node('Reshape', meanDistance(network, path, shares), network.ints([1, 4, cells]));
  const halves = network.ints([2, 2]);
  const [toTopLeft = '', toBottomRight = ''] = network.nodes('Split', path, [expected, halves], 2, {
    axis: 1n,
  });
  const middles = network.constant(`cells_${side}`, [1, 2, cells], () => cellMiddles(side));
  const topLeft = node('Sub', middles, toTopLeft);
  const bottomRight = node('Add', middles, toBottomRight);
  const middle = node('Div', node('Add', topLeft, bottomRight), network.scalar(2));
  const box = network.node('Concat', path, [middle, node('Sub', bottomRight, topLeft)], { axis: 1n });
  return node('Mul', box, network.scalar(stride));
}

/** Σ distance · share, as the exporters have it: a 1 × 1 convolution with the weights 0 … 15. */
function meanDistance(network: Network, path: string, shares: Value): Value {
  const weights = network.constant('distances', [1, DISTANCES, 1, 1], () =>
    Float32Array.from({ length: DISTANCES }, (_, distance) => distance),
  );
  const attributes = {
    dilations: [1, 1],
    group: 1n,
    kernel_shape: [1, 1],
    pads: [0, 0, 0, 0],
    strides: [1, 1],
  };
  return network.node('Conv', path, [shares, weights], attributes);
}

/** x of every cell, then y, rows from the top. */
function cellMiddles(side: number): Float32Array {
  const cells = side * side;
  return Float32Array.from({ length: 2 * cells }, (_, at) => {
    const cell = at % cells;
    return (at < cells ? cell % side : Math.floor(cell / side)) + 0.5;
  });
}
