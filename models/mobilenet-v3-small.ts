/** MobileNetV3-Small: searched for latency on phones; squeeze and excitation, hard swish. */
import { architecture, CONVOLUTIONAL, ONE_INFERENCE } from './architecture.ts';
import { buildMobileNetV3Small } from './builders/mobilenet-v3-small.ts';
import { IMAGE_INPUT, imageFeeds } from './image-architecture.ts';
import { madeFeeds } from './made-inputs.ts';

const ID = 'mobilenet-v3-small';

export const MOBILENET_V3_SMALL = architecture({
  id: ID,
  name: 'MobileNetV3-Small',
  task: 'has the form of a very small image classifier',
  build: buildMobileNetV3Small,
  upstream: { project: 'MobileNetV3 (Howard et al. 2019)', url: 'https://arxiv.org/abs/1905.02244' },
  sha256: 'a6aade0d0a813c2905340d6109908441b1bb620dd84352f0ae4debb78b3b787b',
  cost: { macs: 56_510_400, parameters: 2_536_800, bytes: 10_175_859 },
  work: ONE_INFERENCE,
  takes: [IMAGE_INPUT],
  ...CONVOLUTIONAL,
  classOutput: 'output',
  ...madeFeeds(ID, imageFeeds),
});
