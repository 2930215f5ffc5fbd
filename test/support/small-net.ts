/** A small network that every precision has something to change in: convolutions, then matrices; ten classes. */
import { modelBytes, node, weights } from './onnx-models.ts';

export const SMALL_NET_SHAPES = { x: [1, 32, 12, 12] } as const;

/** The height and the width of its input are open in the file. */
export function smallNet(): Uint8Array {
  return modelBytes({
    nodes: [
      node('Conv', ['x', 'w1', 'b1'], 'c1', { pads: [1, 1, 1, 1] }),
      node('Relu', ['c1'], 'r1'),
      node('Conv', ['r1', 'w2', 'b2'], 'c2', { pads: [1, 1, 1, 1] }),
      node('Relu', ['c2'], 'r2'),
      node('GlobalAveragePool', ['r2'], 'p'),
      node('Flatten', ['p'], 'f', { axis: 1 }),
      node('MatMul', ['f', 'w3'], 'm1'),
      node('Relu', ['m1'], 'r3'),
      node('MatMul', ['r3', 'w4'], 'scores'),
    ],
    inputs: { x: ['batch', 32, 'height', 'width'] },
    outputs: { scores: 2 },
    initializers: [
      ...[weights('w1', [64, 32, 3, 3], 1), weights('b1', [64], 2)],
      ...[weights('w2', [64, 64, 3, 3], 3), weights('b2', [64], 4)],
      ...[weights('w3', [64, 256], 5), weights('w4', [256, 10], 6)],
    ],
  });
}
