/** Silero VAD v6: the probability of speech in 32 ms of sound, with a state from frame to frame. */
import type { TensorMap } from '#core/tensor.ts';
import type { Assets, TrainedModel, RunModel, TaskOutcome } from './definition.ts';
import speech from './inputs/speech.json' with { type: 'json' };
import { floatOutput } from './outputs.ts';

const SAMPLE_RATE_HZ = 16_000;
const FRAME_SAMPLES = 512;
/** The end of the frame before goes in front of each frame, so that an onset between two is seen whole. */
const CONTEXT_SAMPLES = 64;
const STATE_DIMS = [2, 1, 128] as const;
const SOUND = 'speech';
const SPEECH_THRESHOLD = 0.5;
/** Speech has pauses, and the model needs a few frames to be sure; silence has neither excuse. */
const MIN_SPEECH_SHARE = 0.6;
const MAX_FALSE_SHARE = 0.1;

export const SILERO_VAD: TrainedModel = {
  id: 'silero-vad',
  title: 'Silero VAD v6',
  task: 'tells speech from silence and noise',
  kind: 'trained',
  inDefaultSuite: true,
  source: { kind: 'package', name: '@ricky0123/vad-web', version: '0.0.31', file: 'dist/silero_vad_v6.onnx' },
  upstream: { project: 'Silero VAD', url: 'https://github.com/snakers4/silero-vad' },
  packageLicence: 'ISC',
  weightsLicence: 'MIT',
  sha256: '1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3',
  cost: { macs: 679_552, parameters: 545_282, bytes: 2_327_524 },
  work: { unit: 'inference', perInference: 1 },
  takes: [
    {
      name: 'input',
      type: 'float32',
      dims: [1, CONTEXT_SAMPLES + FRAME_SAMPLES],
      meaning: 'sound at 16 kHz, ±1: 64 samples of context, then 512 new ones',
    },
    { name: 'state', type: 'float32', dims: STATE_DIMS, meaning: 'state of the LSTM, 0 at first' },
    { name: 'sr', type: 'int64', dims: [], meaning: 'sample rate in Hz' },
  ],
  precisions: ['fp32', 'int8-dynamic'],
  usualPrecisions: ['fp32', 'int8-dynamic'],
  bounds: null,
  assets: [{ kind: 'sound', name: SOUND, package: null, file: 'models/inputs/speech.wav' }],
  classOutput: null,
  inputs,
  calibration: inputs,
  check,
};

/** From four moments of speech, one of silence and one of noise; all from the state at the beginning. */
function inputs(assets: Assets): TensorMap[] {
  const frames = framesOf(assets);
  const pick = (kind: string, share: number): TensorMap[] => {
    const section = frames.filter((frame) => frame.kind === kind);
    const frame = section[Math.floor(share * section.length)];
    return frame ? [feedsOf(frame, zeroState())] : [];
  };
  return [
    ...[0.3, 0.45, 0.6, 0.75].flatMap((share) => pick('speech', share)),
    ...pick('silence', 0.2),
    ...pick('noise', 0.5),
  ];
}

interface Frame {
  /** Of the section in which the frame's middle lies. */
  readonly kind: string;
  readonly samples: Float32Array;
}

function framesOf(assets: Assets): Frame[] {
  const { samples } = assets.sound(SOUND);
  const frames: Frame[] = [];
  for (let start = 0; start + FRAME_SAMPLES <= samples.length; start += FRAME_SAMPLES) {
    const frame = new Float32Array(CONTEXT_SAMPLES + FRAME_SAMPLES);
    const from = Math.max(0, start - CONTEXT_SAMPLES);
    frame.set(samples.subarray(from, start + FRAME_SAMPLES), CONTEXT_SAMPLES - (start - from));
    const middleS = (start + FRAME_SAMPLES / 2) / SAMPLE_RATE_HZ;
    const section = speech.sections.find(({ fromS, toS }) => middleS >= fromS && middleS < toS);
    frames.push({ kind: section?.kind ?? 'silence', samples: frame });
  }
  return frames;
}

const zeroState = (): Float32Array => new Float32Array(STATE_DIMS[0] * STATE_DIMS[1] * STATE_DIMS[2]);

function feedsOf(frame: Frame, state: Float32Array): TensorMap {
  return {
    input: { type: 'float32', dims: [1, frame.samples.length], data: frame.samples },
    state: { type: 'float32', dims: STATE_DIMS, data: state },
    sr: { type: 'int64', dims: [], data: BigInt64Array.of(BigInt(SAMPLE_RATE_HZ)) },
  };
}

/** Frame by frame, as a microphone would feed it. */
async function check(run: RunModel, assets: Assets): Promise<TaskOutcome> {
  let state = zeroState();
  const count = { speech: 0, other: 0 };
  const heard = { speech: 0, other: 0 };
  for (const frame of framesOf(assets)) {
    const outputs = await run(feedsOf(frame, state));
    state = floatOutput(outputs, 'stateN').data;
    const section = frame.kind === 'speech' ? 'speech' : 'other';
    count[section] += 1;
    // NaN counts as wrong in both sections.
    const probability = floatOutput(outputs, 'output').data[0] ?? NaN;
    if (section === 'speech' ? probability >= SPEECH_THRESHOLD : !(probability < SPEECH_THRESHOLD)) {
      heard[section] += 1;
    }
  }
  const [speechShare, falseShare] = [heard.speech / count.speech, heard.other / count.other];
  return {
    passed: speechShare >= MIN_SPEECH_SHARE && falseShare <= MAX_FALSE_SHARE,
    detail: `heard speech in ${percent(speechShare)} of the spoken frames and in ${percent(falseShare)} of silence and noise`,
  };
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
