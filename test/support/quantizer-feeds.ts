/** Inputs to calibrate on and others to evaluate on, made from the models' own: the same on every machine. */
import { createHash } from 'node:crypto';
import { seededRandom } from '#core/stats/random.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { Assets, TrainedModel } from '#models/definition.ts';
import { taskFeeds, textured } from './task-feeds.ts';

export interface QuantizerFeeds {
  readonly calibration: readonly TensorMap[];
  /** None of `calibration`. */
  readonly evaluation: readonly TensorMap[];
}

const CALIBRATION_PICTURES = 12;
const EVALUATION_PICTURES = 8;

/**
 * Pictures: those of the model's task, and variations of them in contrast, brightness, noise and position. Sound:
 * one frame of eight to calibrate on, and one of four, never the same, to evaluate on.
 */
export async function quantizerFeeds(
  model: TrainedModel,
  shipped: Uint8Array,
  assets: Assets,
): Promise<QuantizerFeeds> {
  const own = await taskFeeds(model, shipped, assets);
  if (model.id === 'silero-vad') {
    return {
      calibration: own.filter((_, at) => at % 8 === 1),
      evaluation: own.filter((_, at) => at % 4 === 3),
    };
  }
  const random = seededRandom(20_260_101);
  const count = CALIBRATION_PICTURES + EVALUATION_PICTURES;
  const made = Array.from({ length: count }, (_, at) => varied(own[at % own.length] ?? {}, random));
  // A classifier that is sure gives 0 and 1 at any precision: with a texture it has doubts.
  const shown = model.id === 'pp-ocrv4-cls' ? textured(made) : made;
  return { calibration: shown.slice(0, CALIBRATION_PICTURES), evaluation: shown.slice(CALIBRATION_PICTURES) };
}

function varied(feeds: TensorMap, random: () => number): TensorMap {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, tensor]) => {
      if (tensor.type !== 'float32') return [name, tensor];
      const width = tensor.dims.at(-1) ?? 1;
      const contrast = 0.6 + 0.5 * random();
      const brightness = 0.3 * (random() - 0.5);
      const noise = 0.1 * random();
      const shift = Math.floor(0.1 * width * random());
      const data = tensor.data.map((_, at) => {
        const from = at - (at % width) + (((at % width) + shift) % width);
        return contrast * (tensor.data[from] ?? 0) + brightness + noise * (random() + random() - 1);
      });
      return [name, { ...tensor, data }];
    }),
  );
}

/** Tells one set of feeds from another. */
export function hashOf(feeds: readonly TensorMap[]): string {
  const hash = createHash('sha256');
  for (const each of feeds) {
    for (const [name, { type, dims, data }] of Object.entries(each)) {
      hash.update(JSON.stringify([name, type, dims]));
      hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  }
  return hash.digest('hex');
}
