/**
 * The encoder of Whisper tiny (Radford et al. 2022, arXiv:2212.04356), its layers named as in Hugging Face
 * transformers: 30 s of sound as a log-mel spectrogram in, one vector for each 20 ms out. Keys have no bias.
 */
import { attend, joinHeads, layerNorm, linear, splitHeads } from './attention.ts';
import { Network, type Value } from './network.ts';
import { seededValues } from './seeded.ts';

export const MEL_BANDS = 80;
/** Frames of 10 ms. */
export const FRAMES = 3000;
const TOKENS = FRAMES / 2;
const HIDDEN = 384;
const LAYERS = 4;
const HEADS = 6;
const FEED_FORWARD = 1536;
const EPSILON = 1e-5;
const OPSET = 20;

export function buildWhisperTinyEncoder(): Uint8Array {
  const network = new Network('whisper_tiny_encoder');
  const mel = network.input('input_features', [1, MEL_BANDS, FRAMES]);
  let x = convolve(network, '/conv1', mel, MEL_BANDS, 1);
  x = convolve(network, '/conv2', x, HIDDEN, 2);
  x = network.node('Transpose', '', [x], { perm: [0, 2, 1] });
  x = network.node('Add', '', [x, positions(network)]);
  for (let layer = 0; layer < LAYERS; layer += 1) x = encoderLayer(network, `/layers/${layer}`, x);
  x = layerNorm(network, '/layer_norm', x, HIDDEN, EPSILON);
  network.output('last_hidden_state', x, [1, TOKENS, HIDDEN]);
  return network.bytes(OPSET);
}

/** Three frames wide, then GELU. */
function convolve(network: Network, path: string, input: Value, from: number, stride: number): Value {
  const name = path.slice(1);
  const x = network.node(
    'Conv',
    path,
    [
      input,
      network.weight(`${name}.weight`, [HIDDEN, from, 3], Math.sqrt(2 / (3 * from))),
      network.weight(`${name}.bias`, [HIDDEN], 0.05),
    ],
    { dilations: [1], group: 1n, kernel_shape: [3], pads: [1, 1], strides: [stride] },
  );
  return network.node('Gelu', path, [x]);
}

/** A table of sinusoids in the original; seeded here, since sines are not the same bits everywhere. */
function positions(network: Network): Value {
  const name = 'embed_positions.weight';
  return network.constant(name, [TOKENS, HIDDEN], (count) => seededValues(name, count, Math.SQRT1_2));
}

/** Normalised before each part, whose result is added. */
function encoderLayer(network: Network, path: string, input: Value): Value {
  const self = `${path}/self_attn`;
  const size = HIDDEN / HEADS;
  const before = layerNorm(network, `${path}/self_attn_layer_norm`, input, HIDDEN, EPSILON);
  const head = (what: string, bias: boolean): Value => {
    const x = linear(network, `${self}/${what}`, before, { from: HIDDEN, to: HIDDEN, bias });
    return splitHeads(network, `${self}/${what}`, x, { tokens: TOKENS, heads: HEADS, size });
  };
  const [query, key, value] = [head('q_proj', true), head('k_proj', false), head('v_proj', true)];
  const context = attend(network, self, { query, key, value, size, mask: null });
  const joined = joinHeads(network, self, context, TOKENS, HIDDEN);
  const attended = linear(network, `${self}/out_proj`, joined, { from: HIDDEN, to: HIDDEN });
  const added = network.node('Add', path, [input, attended]);
  const middle = layerNorm(network, `${path}/final_layer_norm`, added, HIDDEN, EPSILON);
  const inner = linear(network, `${path}/fc1`, middle, { from: HIDDEN, to: FEED_FORWARD, gain: 2 });
  const active = network.node('Gelu', `${path}/activation_fn`, [inner]);
  const outer = linear(network, `${path}/fc2`, active, { from: FEED_FORWARD, to: HIDDEN });
  return network.node('Add', path, [added, outer]);
}
