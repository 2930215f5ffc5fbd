/** The encoder of Whisper tiny: 30 s of sound at once. */
import type { TensorMap } from '#core/tensor.ts';
import { architecture, ENCODER, ONE_INFERENCE } from './architecture.ts';
import { buildWhisperTinyEncoder, FRAMES, MEL_BANDS } from './builders/whisper-encoder.ts';
import { floats, madeFeeds, smoothNoise } from './made-inputs.ts';

const ID = 'whisper-tiny-encoder';
const INPUT = 'input_features';
const DIMS = [1, MEL_BANDS, FRAMES] as const;

export const WHISPER_TINY_ENCODER = architecture({
  id: ID,
  name: 'Whisper tiny encoder',
  task: 'has the form of a speech encoder',
  build: buildWhisperTinyEncoder,
  upstream: { project: 'Whisper (Radford et al. 2022)', url: 'https://arxiv.org/abs/2212.04356' },
  sha256: 'b431d6bb1f21b74594c029d43c820b3fe49e756d450c09d687e43d97d9a90479',
  cost: { macs: 18_468_864_000, parameters: 7_632_384, bytes: 32_855_358 },
  work: ONE_INFERENCE,
  takes: [
    {
      name: INPUT,
      type: 'float32',
      dims: DIMS,
      meaning: 'log-mel spectrogram of 30 s: 80 bands, frames of 10 ms, about −1 … 1',
    },
  ],
  ...ENCODER,
  classOutput: null,
  ...madeFeeds(ID, soundFeeds),
});

function soundFeeds(name: string): TensorMap {
  return { [INPUT]: floats(DIMS, smoothNoise(name, 1, MEL_BANDS, FRAMES)) };
}
