/**
 * The encoder of BERT (Devlin et al. 2018, arXiv:1810.04805) with embeddings and pooler, its layers named as
 * in Hugging Face transformers. `Gelu` is an operator of its own since opset 20, which is what the
 * exporters write there.
 */
import { attend, HIDDEN, joinHeads, layerNorm, linear, splitHeads } from './attention.ts';
import { Network, type Value } from './network.ts';

export interface BertShape {
  readonly name: string;
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly tokens: number;
}

export const BERT_BASE: BertShape = {
  name: 'bert_base',
  layers: 12,
  hidden: 768,
  heads: 12,
  feedForward: 3072,
  tokens: 128,
};

/** all-MiniLM-L6-v2: every second layer of MiniLM-L12-H384. */
export const MINILM_L6: BertShape = {
  name: 'minilm_l6',
  layers: 6,
  hidden: 384,
  heads: 12,
  feedForward: 1536,
  tokens: 128,
};

/** WordPieces of bert-base-uncased. */
export const VOCABULARY = 30_522;
const POSITIONS = 512;
const TYPES = 2;
const EPSILON = 1e-12;
/** Of what is added to a vector before it is normalised again, so that tokens stay apart through the depth. */
const BRANCH_GAIN = 0.2;
const OPSET = 20;

export function buildBert(shape: BertShape): Uint8Array {
  const { tokens, hidden } = shape;
  const network = new Network(shape.name);
  const ids = network.input('input_ids', [1, tokens], 'int64');
  const mask = additiveMask(network, network.input('attention_mask', [1, tokens], 'int64'));
  const types = network.input('token_type_ids', [1, tokens], 'int64');
  let x = embed(network, shape, ids, types);
  for (let layer = 0; layer < shape.layers; layer += 1) {
    x = encoderLayer(network, `/encoder/layer/${layer}`, x, mask, shape);
  }
  network.output('last_hidden_state', x, [1, tokens, hidden]);
  const first = network.node('Gather', '/pooler', [x, network.index(0)], { axis: 1n });
  const dense = network.node(
    'Gemm',
    '/pooler/dense',
    [
      first,
      network.weight('pooler.dense.weight', [hidden, hidden], Math.sqrt(1 / hidden)),
      network.weight('pooler.dense.bias', [hidden], 0.02),
    ],
    { alpha: 1, beta: 1, transB: 1n },
  );
  network.output('pooler_output', network.node('Tanh', '/pooler/activation', [dense]), [1, hidden]);
  return network.bytes(OPSET);
}

/** 1 for what may be seen → 0, 0 → −10000; [1, 1, 1, tokens]. */
function additiveMask(network: Network, mask: Value): Value {
  const wide = network.node('Unsqueeze', '', [mask, network.ints([1, 2])]);
  const float = network.node('Cast', '', [wide], { to: 1n });
  const hidden = network.node('Sub', '', [network.scalar(1), float]);
  return network.node('Mul', '', [hidden, network.scalar(HIDDEN)]);
}

function embed(network: Network, { tokens, hidden }: BertShape, ids: Value, types: Value): Value {
  const table = (what: string, rows: number): Value =>
    network.weight(`embeddings.${what}_embeddings.weight`, [rows, hidden], 0.05);
  const positions = network.ints(
    Array.from({ length: tokens }, (_, position) => position),
    'embeddings.position_ids',
  );
  const at = '/embeddings';
  const word = network.node('Gather', `${at}/word_embeddings`, [table('word', VOCABULARY), ids]);
  const type = network.node('Gather', `${at}/token_type_embeddings`, [table('token_type', TYPES), types]);
  const place = network.node('Gather', `${at}/position_embeddings`, [
    table('position', POSITIONS),
    positions,
  ]);
  const sum = network.node('Add', at, [network.node('Add', at, [word, type]), place]);
  return layerNorm(network, `${at}/LayerNorm`, sum, hidden, EPSILON);
}

/** Normalised after each residual sum, as in the paper. */
function encoderLayer(network: Network, path: string, input: Value, mask: Value, shape: BertShape): Value {
  const { tokens, hidden, heads, feedForward } = shape;
  const size = hidden / heads;
  const head = (what: string): Value => {
    const at = `${path}/attention/self/${what}`;
    return splitHeads(network, at, linear(network, at, input, { from: hidden, to: hidden }), {
      tokens,
      heads,
      size,
    });
  };
  const self = `${path}/attention/self`;
  const [query, key, value] = [head('query'), head('key'), head('value')];
  const context = attend(network, self, { query, key, value, size, mask });
  const joined = joinHeads(network, self, context, tokens, hidden);
  const added = residual(network, `${path}/attention/output`, joined, input, hidden, hidden);
  const inner = linear(network, `${path}/intermediate/dense`, added, {
    from: hidden,
    to: feedForward,
    gain: 2,
  });
  const active = network.node('Gelu', `${path}/intermediate/intermediate_act_fn`, [inner]);
  return residual(network, `${path}/output`, active, added, feedForward, hidden);
}

/** LayerNorm(linear(x) + skipped). */
function residual(
  network: Network,
  path: string,
  input: Value,
  skipped: Value,
  from: number,
  to: number,
): Value {
  const dense = linear(network, `${path}/dense`, input, { from, to, gain: BRANCH_GAIN });
  const sum = network.node('Add', path, [dense, skipped]);
  return layerNorm(network, `${path}/LayerNorm`, sum, to, EPSILON);
}
