/** The encoder of BERT base, on 128 tokens. */
import { architecture, ENCODER, ONE_INFERENCE } from './architecture.ts';
import { BERT_INPUTS, bertFeeds } from './bert-inputs.ts';
import { BERT_BASE as SHAPE, buildBert } from './builders/bert.ts';
import { madeFeeds } from './made-inputs.ts';

const ID = 'bert-base';

export const BERT_BASE = architecture({
  id: ID,
  name: 'BERT base',
  task: 'has the form of a text encoder',
  build: () => buildBert(SHAPE),
  upstream: { project: 'BERT (Devlin et al. 2018)', url: 'https://arxiv.org/abs/1810.04805' },
  sha256: 'ed94efd49a3e078e324654dc103a12c218622f917a5ff7743e3d2b0355301b13',
  cost: { macs: 11_174_215_680, parameters: 109_482_240, bytes: 438_018_448 },
  work: ONE_INFERENCE,
  takes: BERT_INPUTS,
  ...ENCODER,
  classOutput: null,
  ...madeFeeds(ID, bertFeeds),
});
