/** ResNet-50 v1.5: what people compare processors on. */
import { architecture, CONVOLUTIONAL, ONE_INFERENCE } from './architecture.ts';
import { buildResNet50 } from './builders/resnet50.ts';
import { IMAGE_INPUT, imageFeeds } from './image-architecture.ts';
import { madeFeeds } from './made-inputs.ts';

const ID = 'resnet50';

export const RESNET50 = architecture({
  id: ID,
  name: 'ResNet-50 v1.5',
  task: 'has the form of an image classifier',
  build: buildResNet50,
  upstream: { project: 'Deep Residual Learning (He et al. 2015)', url: 'https://arxiv.org/abs/1512.03385' },
  sha256: 'ed93dac6047e38b50803a280632011d86d219a2b011bb810513ef7da4c9eeb72',
  cost: { macs: 4_089_184_256, parameters: 25_530_472, bytes: 102_144_995 },
  work: ONE_INFERENCE,
  takes: [IMAGE_INPUT],
  ...CONVOLUTIONAL,
  classOutput: 'output',
  ...madeFeeds(ID, imageFeeds),
});
