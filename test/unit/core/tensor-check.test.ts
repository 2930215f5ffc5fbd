import { expect, it } from 'vitest';
import { isTensorData } from '#core/tensor-check.ts';

it.each([
  { type: 'float32', dims: [1, 2], data: Float32Array.of(1, 2) },
  { type: 'int64', dims: [], data: BigInt64Array.of(16000n) },
  { type: 'float32', dims: [0, 4], data: new Float32Array() },
])('takes a $type tensor of shape [$dims]', (tensor) => {
  expect(isTensorData(tensor)).toBe(true);
});

it.each([
  ['null', null],
  ['no data', { type: 'float32', dims: [1] }],
  ['an unknown type', { type: 'string', dims: [1], data: ['a'] }],
  ['a name of Object’s own', { type: 'constructor', dims: [1], data: Float32Array.of(1) }],
  ['another array', { type: 'float32', dims: [1], data: Float64Array.of(1) }],
  ['too few values', { type: 'float32', dims: [3], data: Float32Array.of(1) }],
  ['a shape that is not whole', { type: 'float32', dims: [0.5, 2], data: Float32Array.of(1) }],
])('refuses %s', (_what, value) => {
  expect(isTensorData(value)).toBe(false);
});
