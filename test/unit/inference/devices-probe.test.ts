import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import {
  PROBE_ANSWER,
  PROBE_INPUT,
  PROBE_OUTPUT,
  PROBE_TOLERANCE_RATIO,
  probeInput,
  probeModel,
} from '#models/builders/probe.ts';

describe('the small model by which devices are tried', () => {
  it('is the same bytes each time', () => {
    expect(probeModel()).toEqual(probeModel());
  });

  it('answers as its definition says, on the CPU', async () => {
    const session = await InferenceSession.create(probeModel(), { intraOpNumThreads: 1 });
    const { type, dims } = PROBE_INPUT;
    const { [PROBE_OUTPUT.name]: found } = await session.run({ x: new Tensor(type, probeInput(), dims) });
    const values = Array.from(found?.data as Float32Array);
    expect(values).toHaveLength(PROBE_ANSWER.length);
    values.forEach((value, index) => expect(value).toBeCloseTo(PROBE_ANSWER[index]!, 4));
  });

  it('has answers so far apart that another order of them would not pass', () => {
    const scale = Math.max(...PROBE_ANSWER.map(Math.abs));
    const sorted = [...PROBE_ANSWER].sort((a, b) => a - b);
    const steps = sorted.slice(1).map((value, index) => value - sorted[index]!);
    expect(Math.max(...steps)).toBeGreaterThan(2 * PROBE_TOLERANCE_RATIO * scale);
  });
});
