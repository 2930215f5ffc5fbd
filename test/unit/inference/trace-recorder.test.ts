import { expect, it } from 'vitest';
import { TraceRecorder } from '#inference/worker/trace-recorder.ts';

it('keeps every inference through its own growth', () => {
  const recorder = new TraceRecorder();
  const count = 100_000;
  for (let i = 0; i < count; i += 1) recorder.add(i, i + 0.5);
  const { startsS, endsS } = recorder.trace();
  expect([startsS.length, endsS.length]).toEqual([count, count]);
  expect(startsS.every((start, i) => start === i && endsS[i] === i + 0.5)).toBe(true);
});

it('wants the processor time again only 50 ms after it was read', () => {
  const recorder = new TraceRecorder();
  expect(recorder.cpuDue(5)).toBe(true);
  recorder.sampleCpu(5);
  expect(recorder.cpuDue(5.0499)).toBe(false);
  expect(recorder.cpuDue(5.0501)).toBe(true);
  expect(recorder.trace().cpuAtS).toEqual(Float64Array.of(5));
});
