/** Inputs of BERT's kind of encoder: WordPieces of bert-base-uncased. */
import type { InputSpec } from '#core/suite.ts';
import type { TensorMap } from '#core/tensor.ts';
import { VOCABULARY } from './builders/bert.ts';
import { ids, tokenIds } from './made-inputs.ts';

/** As published figures of cost have it. */
const TOKENS = 128;
const DIMS = [1, TOKENS] as const;
/** Begin and end of a text; below 1000 are marks and unused ids. */
const [CLS, SEP] = [101n, 102n];
const FIRST_WORD = 1000;

export const BERT_INPUTS: readonly InputSpec[] = [
  { name: 'input_ids', type: 'int64', dims: DIMS, meaning: `token ids, 0 … ${VOCABULARY - 1}` },
  { name: 'attention_mask', type: 'int64', dims: DIMS, meaning: '1 for a token, 0 for padding' },
  { name: 'token_type_ids', type: 'int64', dims: DIMS, meaning: '0 for the first text, 1 for the second' },
];

/** One text that fills the sequence. */
export function bertFeeds(name: string): TensorMap {
  const tokens = tokenIds(name, TOKENS, FIRST_WORD, VOCABULARY);
  tokens[0] = CLS;
  tokens[TOKENS - 1] = SEP;
  return {
    input_ids: ids(DIMS, tokens),
    attention_mask: ids(DIMS, new BigInt64Array(TOKENS).fill(1n)),
    token_type_ids: ids(DIMS, new BigInt64Array(TOKENS)),
  };
}
