/** A sound in the frames that Silero VAD hears, with the state that it had come to before each. */
import { Fault } from '#core/errors.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { Sound } from './definition.ts';

export const SAMPLE_RATE_HZ = 16_000;
export const FRAME_SAMPLES = 512;
/** The end of the frame before goes in front of each frame, so that an onset between two is seen whole. */
export const CONTEXT_SAMPLES = 64;
/** Hidden state and cell of the LSTM. */
export const STATE_DIMS = [2, 1, 128] as const;
const STATE_VALUES = STATE_DIMS[0] * STATE_DIMS[1] * STATE_DIMS[2];

export interface Section {
  readonly kind: string;
  readonly fromS: number;
  readonly toS: number;
}

export interface Frame {
  /** Of the section in which the frame's middle lies. */
  readonly kind: string;
  readonly samples: Float32Array;
}

export function framesOf({ samples }: Sound, sections: readonly Section[]): Frame[] {
  const frames: Frame[] = [];
  for (let start = 0; start + FRAME_SAMPLES <= samples.length; start += FRAME_SAMPLES) {
    const frame = new Float32Array(CONTEXT_SAMPLES + FRAME_SAMPLES);
    const from = Math.max(0, start - CONTEXT_SAMPLES);
    frame.set(samples.subarray(from, start + FRAME_SAMPLES), CONTEXT_SAMPLES - (start - from));
    const middleS = (start + FRAME_SAMPLES / 2) / SAMPLE_RATE_HZ;
    const section = sections.find(({ fromS, toS }) => middleS >= fromS && middleS < toS);
    frames.push({ kind: section?.kind ?? 'silence', samples: frame });
  }
  return frames;
}

export const zeroState = (): Float32Array => new Float32Array(STATE_VALUES);

export function frameFeeds({ samples }: Frame, state: Float32Array): TensorMap {
  return {
    input: { type: 'float32', dims: [1, samples.length], data: samples },
    state: { type: 'float32', dims: STATE_DIMS, data: state },
    sr: { type: 'int64', dims: [], data: BigInt64Array.of(BigInt(SAMPLE_RATE_HZ)) },
  };
}

/**
 * Frames from number `first` on with their states from a recording: a line for a frame, `FRAME: VALUE VALUE …` in thousandths, as
 * scripts/fixtures/states.mjs writes it. Throws `file-unreadable` for a line that is not one.
 */
export function streamedFeeds(frames: readonly Frame[], recording: string, first = 0): TensorMap[] {
  return recording
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [number = '', values = ''] = line.split(': ');
      if (Number(number) < first) return [];
      const state = Float32Array.from(values.split(' '), (value) => Number(value) / 1000);
      const frame = frames[Number(number)];
      if (frame === undefined || state.length !== STATE_VALUES || state.includes(NaN)) {
        throw new Fault('file-unreadable', `no state of frame "${number}" of ${frames.length} was recorded`);
      }
      return [frameFeeds(frame, state)];
    });
}
