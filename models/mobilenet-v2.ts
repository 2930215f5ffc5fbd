/** MobileNetV2: depthwise convolutions between pointwise ones, for phones. */
import { architecture, CONVOLUTIONAL, ONE_INFERENCE } from './architecture.ts';
import { buildMobileNetV2 } from './builders/mobilenet-v2.ts';
import { IMAGE_INPUT, imageFeeds } from './image-architecture.ts';
import { madeFeeds } from './made-inputs.ts';

const ID = 'mobilenet-v2';

export const MOBILENET_V2 = architecture({
  id: ID,
  name: 'MobileNetV2',
  task: 'has the form of a small image classifier',
  build: buildMobileNetV2,
  upstream: { project: 'MobileNetV2 (Sandler et al. 2018)', url: 'https://arxiv.org/abs/1801.04381' },
  sha256: '53bfc10ea632a7123165c81239453d64bc45ce88261b8e67948eba45590d7959',
  cost: { macs: 300_774_272, parameters: 3_487_816, bytes: 13_974_815 },
  work: ONE_INFERENCE,
  takes: [IMAGE_INPUT],
  ...CONVOLUTIONAL,
  classOutput: 'output',
  ...madeFeeds(ID, imageFeeds),
});
