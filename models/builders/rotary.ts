/** Rotary positions (Su et al. 2021, arXiv:2104.09864) in the half-and-half form of Llama. */
import type { Network, Value } from './network.ts';

/** Each [1, 1, tokens, size]. */
export interface Rotary {
  readonly cos: Value;
  readonly sin: Value;
}

/**
 * Cosines and sines for the positions [1, tokens], computed in the graph. The product with the
 * frequencies is an outer one, written as `Mul`.
 */
export function rotaryTable(network: Network, positions: Value, size: number): Rotary {
  const at = '/model/rotary_emb';
  const float = network.node('Cast', at, [positions], { to: 1n });
  const column = network.node('Unsqueeze', at, [float, network.ints([2])]);
  const frequencies = network.constant('model.rotary_emb.inv_freq', [size / 2], inverseFrequencies);
  const half = network.node('Mul', at, [column, frequencies]);
  const angles = network.node('Concat', at, [half, half], { axis: -1n });
  const table = (op: 'Cos' | 'Sin'): Value =>
    network.node('Unsqueeze', at, [network.node(op, at, [angles]), network.ints([1])]);
  return { cos: table('Cos'), sin: table('Sin') };
}

/** x · cos + (−second half, first half) · sin, for x [1, heads, tokens, size]. */
export function rotate(network: Network, path: string, x: Value, { cos, sin }: Rotary, size: number): Value {
  const axis = network.ints([3]);
  const part = (from: number, to: number): Value =>
    network.node('Slice', path, [x, network.ints([from]), network.ints([to]), axis]);
  const [first, second] = [part(0, size / 2), part(size / 2, size)];
  const turned = network.node('Concat', path, [network.node('Neg', path, [second]), first], { axis: -1n });
  const straight = network.node('Mul', path, [x, cos]);
  return network.node('Add', path, [straight, network.node('Mul', path, [turned, sin])]);
}

/**
 * 10000^(−i / count) for i from 0. For 32 of them each is the one before times 10^(−1/8), which three square
 * roots give to the last bit on every machine, as `Math.pow` does not.
 */
function inverseFrequencies(count: number): Float32Array {
  if (count !== 32) throw new RangeError('heads of 64 values are the only ones that are made');
  const step = 1 / Math.sqrt(Math.sqrt(Math.sqrt(10)));
  let frequency = 1;
  return Float32Array.from({ length: count }, () => {
    const value = frequency;
    frequency *= step;
    return value;
  });
}
