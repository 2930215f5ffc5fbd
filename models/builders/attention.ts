/**
 * Transformer layers as PyTorch exports them: linear layers are `MatMul` with a constant of [in, out] and
 * `Add`, attention is two products around a `Softmax`. Standard operators only, so that every provider
 * and every rewrite knows them; ONNX Runtime fuses what it can when it loads the model.
 */
import type { Network, Value } from './network.ts';
import { seededAround } from './seeded.ts';

export interface LinearSpec {
  readonly from: number;
  readonly to: number;
  /** Variance of an output over the mean square of the inputs. */
  readonly gain?: number;
  readonly bias?: boolean;
}

/** `nn.Linear` on [1, tokens, from]. */
export function linear(network: Network, path: string, input: Value, spec: LinearSpec): Value {
  const { from, to, gain = 1, bias = true } = spec;
  const name = moduleName(path);
  const weight = network.weight(`${name}.weight`, [from, to], Math.sqrt(gain / from));
  const product = network.node('MatMul', path, [input, weight]);
  if (!bias) return product;
  return network.node('Add', path, [product, network.weight(`${name}.bias`, [to], 0.02)]);
}

export function layerNorm(
  network: Network,
  path: string,
  input: Value,
  width: number,
  epsilon: number,
): Value {
  const name = moduleName(path);
  const weight = `${name}.weight`;
  const scale = network.constant(weight, [width], (count) => seededAround(weight, count, 1, 0.1));
  const bias = network.weight(`${name}.bias`, [width], 0.05);
  return network.node('LayerNormalization', path, [input, scale, bias], { axis: -1n, epsilon });
}

/** [1, tokens, heads · size] → [1, heads, tokens, size]. */
export function splitHeads(
  network: Network,
  path: string,
  input: Value,
  { tokens, heads, size }: { tokens: number; heads: number; size: number },
): Value {
  const parts = network.node('Reshape', path, [input, network.ints([1, tokens, heads, size])]);
  return network.node('Transpose', path, [parts], { perm: [0, 2, 1, 3] });
}

/** [1, heads, tokens, size] → [1, tokens, heads · size]. */
export function joinHeads(
  network: Network,
  path: string,
  input: Value,
  tokens: number,
  width: number,
): Value {
  const turned = network.node('Transpose', path, [input], { perm: [0, 2, 1, 3] });
  return network.node('Reshape', path, [turned, network.ints([1, tokens, width])]);
}

export interface Attention {
  /** Each [1, heads, tokens, size]; keys and values may have more tokens. */
  readonly query: Value;
  readonly key: Value;
  readonly value: Value;
  readonly size: number;
  /** Added to the products before the softmax; null: every token sees every other. */
  readonly mask: Value | null;
}

/** softmax(Q Kᵀ / √size + mask) V. */
export function attend(network: Network, path: string, attention: Attention): Value {
  const { query, key, value, size, mask } = attention;
  const turned = network.node('Transpose', path, [key], { perm: [0, 1, 3, 2] });
  const products = network.node('MatMul', path, [query, turned]);
  const scaled = network.node('Mul', path, [products, network.scalar(1 / Math.sqrt(size))]);
  const masked = mask === null ? scaled : network.node('Add', path, [scaled, mask]);
  const shares = network.node('Softmax', path, [masked], { axis: -1n });
  return network.node('MatMul', path, [shares, value]);
}

/** What hides a token: small enough that nothing of it is left, and within the range of half floats. */
export const HIDDEN = -10_000;

/** `/encoder/layer/0/output` → `encoder.layer.0.output`. */
function moduleName(path: string): string {
  return path.slice(1).replaceAll('/', '.');
}
