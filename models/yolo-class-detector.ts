/** A one-stage detector of the YOLO class, in the size that cameras run. Not the network of any one project. */
import type { TensorMap } from '#core/tensor.ts';
import { architecture, CONVOLUTIONAL, ONE_INFERENCE } from './architecture.ts';
import { buildDetector, IMAGE_SIZE } from './builders/detector.ts';
import { floats, madeFeeds, smoothNoise } from './made-inputs.ts';

const ID = 'yolo-class-detector';
const INPUT = 'images';
const DIMS = [1, 3, IMAGE_SIZE, IMAGE_SIZE] as const;

export const YOLO_CLASS_DETECTOR = architecture({
  id: ID,
  name: 'YOLO-class detector, 8.7 GFLOPs',
  task: 'has the form of an object detector',
  build: buildDetector,
  upstream: { project: 'You Only Look Once (Redmon et al. 2015)', url: 'https://arxiv.org/abs/1506.02640' },
  sha256: 'd6accf3b43a9646188aae3f0d023d9dcc05866d4c8a2de40a24b1f2c0f537ed3',
  cost: { macs: 4_371_993_600, parameters: 3_151_904, bytes: 12_719_951 },
  work: ONE_INFERENCE,
  takes: [{ name: INPUT, type: 'float32', dims: DIMS, meaning: 'picture, planes red, green, blue, 0 … 1' }],
  ...CONVOLUTIONAL,
  classOutput: null,
  ...madeFeeds(ID, pictureFeeds),
});

function pictureFeeds(name: string): TensorMap {
  const noise = smoothNoise(name, 3, IMAGE_SIZE, IMAGE_SIZE);
  const picture = noise.map((value) => Math.min(1, Math.max(0, 0.5 + 0.4 * value)));
  return { [INPUT]: floats(DIMS, picture) };
}
