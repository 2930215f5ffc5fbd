/** Silero VAD v6: the probability of speech in 32 ms of sound, with a state from frame to frame. */
import type { TensorMap } from '#core/tensor.ts';
import type { Assets, AssetSource, RunModel, TaskOutcome, TrainedModel } from './definition.ts';
import calibrationSpeech from './inputs/calibration-speech.json' with { type: 'json' };
import speech from './inputs/speech.json' with { type: 'json' };
import { PRUNED, USUAL } from './precisions.ts';
import { floatOutput } from './outputs.ts';
import {
  CONTEXT_SAMPLES,
  FRAME_SAMPLES,
  frameFeeds,
  framesOf,
  STATE_DIMS,
  streamedFeeds,
  zeroState,
} from './vad-frames.ts';

const SOUND = 'speech';
/** Another voice and sentence, which nothing is judged on. */
const CALIBRATION_SOUND = 'calibration-speech';
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
  precisions: [...USUAL, ...PRUNED],
  usualPrecisions: USUAL,
  /**
   * With noise on its weights no frame changes sides down to 19 dB; at 14 dB a tenth of the spoken frames is
   * lost, and from 10 dB on the task fails. Its state carries errors on, so the bound lies above where frames go.
   */
  bounds: { minSqnrDb: 16, minTop1Agreement: null },
  assets: [...soundAssets(SOUND), ...soundAssets(CALIBRATION_SOUND)],
  classOutput: null,
  inputs,
  calibration,
  check,
};

/** The sound, and the states that the model comes to at fp32 while it hears it. */
function soundAssets(name: string): AssetSource[] {
  const file = `models/inputs/${name}`;
  return [
    { kind: 'sound', name, package: null, file: `${file}.wav` },
    { kind: 'text', name: statesOf(name), package: null, file: `${file}-states.txt` },
  ];
}

function statesOf(sound: string): string {
  return `${sound}-states`;
}

/**
 * From four moments of speech, one of silence and one of noise from the state at the beginning; then every
 * fourth frame of the sound with the state that a microphone's user would have, without which the weights
 * of the recurrence would not be seen at all.
 */
function inputs(assets: Assets): TensorMap[] {
  const frames = framesOf(assets.sound(SOUND), speech.sections);
  const pick = (kind: string, share: number): TensorMap[] => {
    const section = frames.filter((frame) => frame.kind === kind);
    const frame = section[Math.floor(share * section.length)];
    return frame ? [frameFeeds(frame, zeroState())] : [];
  };
  return [
    ...[0.3, 0.45, 0.6, 0.75].flatMap((share) => pick('speech', share)),
    ...pick('silence', 0.2),
    ...pick('noise', 0.5),
    ...streamedFeeds(frames, assets.text(statesOf(SOUND))),
  ];
}

/** From the first word of a sound to its end: the silence before it is the same in both sounds. */
function calibration(assets: Assets): TensorMap[] {
  const frames = framesOf(assets.sound(CALIBRATION_SOUND), calibrationSpeech.sections);
  const begins = frames.findIndex(({ kind }) => kind === 'speech');
  const first = frames.slice(begins, begins + 1).map((frame) => frameFeeds(frame, zeroState()));
  return [...first, ...streamedFeeds(frames, assets.text(statesOf(CALIBRATION_SOUND)), begins)];
}

/** Frame by frame, as a microphone would feed it. */
async function check(run: RunModel, assets: Assets): Promise<TaskOutcome> {
  let state = zeroState();
  const count = { speech: 0, other: 0 };
  const heard = { speech: 0, other: 0 };
  for (const frame of framesOf(assets.sound(SOUND), speech.sections)) {
    const outputs = await run(frameFeeds(frame, state));
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
