/** The encoder of all-MiniLM-L6-v2, on 128 tokens: the usual one for search by meaning on small machines. */
import { architecture, ENCODER, ONE_INFERENCE } from './architecture.ts';
import { BERT_INPUTS, bertFeeds } from './bert-inputs.ts';
import { buildBert, MINILM_L6 as SHAPE } from './builders/bert.ts';
import { madeFeeds } from './made-inputs.ts';

const ID = 'minilm-l6';

export const MINILM_L6 = architecture({
  id: ID,
  name: 'MiniLM-L6',
  task: 'has the form of a small text encoder',
  build: () => buildBert(SHAPE),
  upstream: { project: 'MiniLM (Wang et al. 2020)', url: 'https://arxiv.org/abs/2002.10957' },
  sha256: '85c85b91c2751209e438df7f81b736754181f9d449aabd38d441e9fcd9a8be1b',
  cost: { macs: 1_434_599_424, parameters: 22_713_216, bytes: 90_899_168 },
  work: ONE_INFERENCE,
  takes: BERT_INPUTS,
  ...ENCODER,
  classOutput: null,
  ...madeFeeds(ID, bertFeeds),
});
