/**
 * A Llama-style decoder (Touvron et al. 2023, arXiv:2302.13971) in the shape of SmolLM-135M, its layers and
 * values named as in Hugging Face transformers and optimum: RMS normalisation, rotary positions, grouped
 * queries, gated SiLU, and one table for the embedding and the head.
 *
 * Two graphs of the same weights, as `decoder_model.onnx` and `decoder_with_past_model.onnx` are: the first
 * reads a prompt and gives the cache, the second reads one token and the cache. Shapes are fixed, as on
 * devices that compile graphs beforehand. The head sees the last token only, as in generation.
 *
 * Standard operators, not `com.microsoft.GroupQueryAttention`: that one runs on some providers only, and hides
 * its products from the rewrites. ONNX Runtime fuses the normalisation when it loads the model.
 */
import { attend, HIDDEN, joinHeads, linear, splitHeads } from './attention.ts';
import { Network, type Value } from './network.ts';
import { rotate, rotaryTable, type Rotary } from './rotary.ts';
import { seededAround } from './seeded.ts';

export const DECODER = {
  layers: 30,
  hidden: 576,
  heads: 9,
  keyHeads: 3,
  headSize: 64,
  feedForward: 1536,
  vocabulary: 49_152,
} as const;

export interface DecoderShape {
  /** Read in one inference. */
  readonly tokens: number;
  /** In the cache before it; 0: there is no cache to read. */
  readonly past: number;
}

const EPSILON = 1e-5;
/** Logits of a normalised vector of `hidden` values then have a deviation of 2. */
const EMBEDDING_DEVIATION = 2 / Math.sqrt(DECODER.hidden);
/** So that 60 branches together add about as much as the embedding is. */
const BRANCH_GAIN = 0.002;
const OPSET = 20;

export function buildDecoder(shape: DecoderShape): Uint8Array {
  const { layers, hidden, vocabulary } = DECODER;
  const { tokens } = shape;
  const network = new Network('llama_135m');
  const ids = network.input('input_ids', [1, tokens], 'int64');
  const rotary = rotaryTable(network, network.input('position_ids', [1, tokens], 'int64'), DECODER.headSize);
  const table = network.weight('model.embed_tokens.weight', [vocabulary, hidden], EMBEDDING_DEVIATION);
  const mask = causalMask(network, shape);
  let x = network.node('Gather', '/model/embed_tokens', [table, ids]);
  for (let layer = 0; layer < layers; layer += 1) x = decoderLayer(network, layer, x, shape, rotary, mask);
  x = rmsNorm(network, '/model/norm', x);
  if (tokens > 1) {
    const [starts, ends] = [network.ints([tokens - 1]), network.ints([tokens])];
    x = network.node('Slice', '/lm_head', [x, starts, ends, network.ints([1])]);
  }
  const head = network.node('Transpose', '/lm_head', [table], { perm: [1, 0] });
  network.output('logits', network.node('MatMul', '/lm_head', [x, head]), [1, 1, vocabulary]);
  return network.bytes(OPSET);
}

/** Each token sees those before it and itself. null where one token sees all that there is. */
function causalMask(network: Network, { tokens, past }: DecoderShape): Value | null {
  if (tokens === 1) return null;
  const seen = past + tokens;
  return network.constant('causal_mask', [1, 1, tokens, seen], (count) =>
    Float32Array.from({ length: count }, (_, at) => {
      const [row, column] = [Math.floor(at / seen), at % seen];
      return column > past + row ? HIDDEN : 0;
    }),
  );
}

function decoderLayer(
  network: Network,
  layer: number,
  input: Value,
  shape: DecoderShape,
  rotary: Rotary,
  mask: Value | null,
): Value {
  const path = `/model/layers/${layer}`;
  const before = rmsNorm(network, `${path}/input_layernorm`, input);
  const attended = selfAttention(network, layer, before, shape, rotary, mask);
  const added = network.node('Add', path, [input, attended]);
  const middle = rmsNorm(network, `${path}/post_attention_layernorm`, added);
  return network.node('Add', path, [added, feedForward(network, `${path}/mlp`, middle)]);
}

function selfAttention(
  network: Network,
  layer: number,
  input: Value,
  { tokens, past }: DecoderShape,
  rotary: Rotary,
  mask: Value | null,
): Value {
  const { hidden, heads, keyHeads, headSize: size } = DECODER;
  const path = `/model/layers/${layer}/self_attn`;
  const project = (what: string, count: number): Value => {
    const at = `${path}/${what}`;
    const x = linear(network, at, input, { from: hidden, to: count * size, bias: false });
    return splitHeads(network, at, x, { tokens, heads: count, size });
  };
  const query = rotate(network, `${path}/q`, project('q_proj', heads), rotary, size);
  const newKey = rotate(network, `${path}/k`, project('k_proj', keyHeads), rotary, size);
  const key = cached(network, layer, 'key', newKey, { tokens, past });
  const value = cached(network, layer, 'value', project('v_proj', keyHeads), { tokens, past });
  const context = attend(network, path, {
    query,
    key: repeated(network, `${path}/k`, key, past + tokens),
    value: repeated(network, `${path}/v`, value, past + tokens),
    size,
    mask,
  });
  const joined = joinHeads(network, path, context, tokens, hidden);
  const spec = { from: hidden, to: hidden, bias: false, gain: BRANCH_GAIN };
  return linear(network, `${path}/o_proj`, joined, spec);
}

/** What was in the cache and what is new, which is the cache of the next token: an output. */
function cached(
  network: Network,
  layer: number,
  what: 'key' | 'value',
  fresh: Value,
  { tokens, past }: DecoderShape,
): Value {
  const { keyHeads, headSize } = DECODER;
  let all = fresh;
  if (past > 0) {
    const old = network.input(`past_key_values.${layer}.${what}`, [1, keyHeads, past, headSize]);
    all = network.node('Concat', `/model/layers/${layer}/self_attn/${what}`, [old, fresh], { axis: 2n });
  }
  network.output(`present.${layer}.${what}`, all, [1, keyHeads, past + tokens, headSize]);
  return all;
}

/** Each key head serves three query heads. */
function repeated(network: Network, path: string, input: Value, seen: number): Value {
  const { heads, keyHeads, headSize } = DECODER;
  const apart = network.node('Unsqueeze', path, [input, network.ints([2])]);
  const copies = network.ints([1, keyHeads, heads / keyHeads, seen, headSize]);
  const expanded = network.node('Expand', path, [apart, copies]);
  return network.node('Reshape', path, [expanded, network.ints([1, heads, seen, headSize])]);
}

/** down(silu(gate(x)) · up(x)). */
function feedForward(network: Network, path: string, input: Value): Value {
  const { hidden, feedForward: width } = DECODER;
  const spec = { from: hidden, to: width, bias: false };
  const gate = linear(network, `${path}/gate_proj`, input, spec);
  const up = linear(network, `${path}/up_proj`, input, spec);
  const sigmoid = network.node('Sigmoid', `${path}/act_fn`, [gate]);
  const active = network.node('Mul', `${path}/act_fn`, [gate, sigmoid]);
  const product = network.node('Mul', path, [active, up]);
  // The mean square of silu(a) · b is 0.36 where those of a and b are 1.
  const down = { from: width, to: hidden, bias: false, gain: BRANCH_GAIN / 0.36 };
  return linear(network, `${path}/down_proj`, product, down);
}

/** x / √(mean(x²) + ε) · scale. */
function rmsNorm(network: Network, path: string, input: Value): Value {
  const name = `${path.slice(1).replaceAll('/', '.')}.weight`;
  const square = network.node('Pow', path, [input, network.scalar(2)]);
  const mean = network.node('ReduceMean', path, [square, network.ints([-1])], { keepdims: 1n });
  const root = network.node('Sqrt', path, [network.node('Add', path, [mean, network.scalar(EPSILON)])]);
  const normal = network.node('Div', path, [input, root]);
  const scale = network.constant(name, [DECODER.hidden], (count) => seededAround(name, count, 1, 0.1));
  return network.node('Mul', path, [normal, scale]);
}
