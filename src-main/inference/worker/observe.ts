/** Reduces outputs to what calibration needs, so that only that leaves the process. */
import type { InferenceSession } from 'onnxruntime-node';
import { binCounts, type Extremes, extremesOf } from '#core/calibration/observed.ts';
import type { Answer } from '#core/worker/messages.ts';

export function reduceExtremes(outputs: InferenceSession.ReturnType): Answer<'extremes'> {
  const seen: Answer<'extremes'> = {};
  for (const [name, { data }] of Object.entries(outputs)) {
    // Only floats are ever quantized; what is of another type was not seen.
    const extremes = data instanceof Float32Array ? extremesOf(data) : null;
    if (extremes !== null) seen[name] = Number.isNaN(extremes.min) ? null : extremes;
  }
  return seen;
}

export function reduceHistograms(
  outputs: InferenceSession.ReturnType,
  ranges: Readonly<Record<string, Extremes>>,
  bins: number,
): Answer<'histograms'> {
  const counted: Answer<'histograms'> = {};
  for (const [name, { data }] of Object.entries(outputs)) {
    const range = ranges[name];
    if (range && data instanceof Float32Array && data.length > 0) {
      counted[name] = binCounts(data, range.min, range.max, bins);
    }
  }
  return counted;
}
