/**
 * A Llama-style decoder of 135 million parameters in its two kinds of work: reading a prompt (limited by
 * arithmetic) and writing a token (limited by reading the weights). Joules are those of a token.
 */
import type { InputSpec } from '#core/suite.ts';
import type { TensorData, TensorMap } from '#core/tensor.ts';
import { architecture, DECODER_PRECISIONS } from './architecture.ts';
import { buildDecoder, DECODER, type DecoderShape } from './builders/decoder.ts';
import { seededValues } from './builders/seeded.ts';
import { floats, ids, madeFeeds, tokenIds } from './made-inputs.ts';

const PREFILL: DecoderShape = { tokens: 128, past: 0 };
const DECODE: DecoderShape = { tokens: 1, past: 128 };

const SHARED = {
  upstream: {
    project: 'Llama (Touvron et al. 2023) in the shape of SmolLM-135M',
    url: 'https://huggingface.co/HuggingFaceTB/SmolLM-135M',
  },
  ...DECODER_PRECISIONS,
  classOutput: 'logits',
} as const;

const PREFILL_ID = 'llama-135m-prefill';
const DECODE_ID = 'llama-135m-decode';

export const LLAMA_135M_PREFILL = architecture({
  ...SHARED,
  id: PREFILL_ID,
  name: 'Llama-style decoder 135M, prompt of 128 tokens',
  task: 'has the form of a language model that reads a prompt',
  build: () => buildDecoder(PREFILL),
  sha256: 'dff62d5708fbe191533e21f312e88f32357b1c74e9d79c06ee9794fb71e19691',
  cost: { macs: 14_184_087_552, parameters: 134_515_008, bytes: 538_438_811 },
  work: { unit: 'token', perInference: 128 },
  takes: takesOf(PREFILL),
  ...madeFeeds(PREFILL_ID, (name) => decoderFeeds(name, PREFILL)),
});

export const LLAMA_135M_DECODE = architecture({
  ...SHARED,
  id: DECODE_ID,
  name: 'Llama-style decoder 135M, one token after 128',
  task: 'has the form of a language model that writes a token',
  build: () => buildDecoder(DECODE),
  sha256: '163a84b055abd745e98f4758c879089e386855aa89f2ef9c146be3c68891a5da',
  cost: { macs: 138_938_112, parameters: 134_515_008, bytes: 538_382_999 },
  work: { unit: 'token', perInference: 1 },
  takes: takesOf(DECODE),
  ...madeFeeds(DECODE_ID, (name) => decoderFeeds(name, DECODE)),
});

function takesOf({ tokens, past }: DecoderShape): InputSpec[] {
  const dims = [1, tokens];
  return [
    { name: 'input_ids', type: 'int64', dims, meaning: `token ids, 0 … ${DECODER.vocabulary - 1}` },
    { name: 'position_ids', type: 'int64', dims, meaning: 'position of each token in the text' },
    ...cacheNames(past).map((name) => ({
      name,
      type: 'float32' as const,
      dims: cacheDims(past),
      meaning: 'cache of the tokens before: head, token, value',
    })),
  ];
}

function decoderFeeds(name: string, { tokens, past }: DecoderShape): TensorMap {
  const dims = [1, tokens];
  const positions = BigInt64Array.from({ length: tokens }, (_, at) => BigInt(past + at));
  return {
    input_ids: ids(dims, tokenIds(name, tokens, 0, DECODER.vocabulary)),
    position_ids: ids(dims, positions),
    ...cacheFeeds(name, past),
  };
}

/** The layers take turns with a few caches, which cost no more to read and far less to make and to send. */
const DISTINCT_CACHES = 6;

function cacheFeeds(name: string, past: number): TensorMap {
  if (past === 0) return {};
  const dims = cacheDims(past);
  const count = dims.reduce((product, dim) => product * dim, 1);
  const caches = Array.from({ length: DISTINCT_CACHES }, (_, index): TensorData =>
    floats(dims, seededValues(`${name}/cache/${index}`, count, 1)),
  );
  const entries = cacheNames(past).flatMap((each, index) => {
    const cache = caches[index % DISTINCT_CACHES];
    return cache === undefined ? [] : [[each, cache] as const];
  });
  return Object.fromEntries(entries);
}

function cacheNames(past: number): string[] {
  if (past === 0) return [];
  return Array.from({ length: DECODER.layers }, (_, layer) => layer).flatMap((layer) => [
    `past_key_values.${layer}.key`,
    `past_key_values.${layer}.value`,
  ]);
}

function cacheDims(past: number): number[] {
  return [1, DECODER.keyHeads, past, DECODER.headSize];
}
