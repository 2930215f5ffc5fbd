import { describe, expect, it } from 'vitest';
import { placementOf } from '#core/placement-trace.ts';
import { withoutFirstRun } from '#core/warm-trace.ts';

const node = (name: string, ts: number, dur: number, provider: string) => ({
  ...{ cat: 'Node', name: `${name}_kernel_time`, ts, dur },
  args: { provider: `${provider}ExecutionProvider`, op_name: name, node_index: name },
});
const run = (ts: number, dur: number) => ({ cat: 'Session', name: 'model_run', ts, dur });

/** As recorded from native WebGPU, in short: the first run compiles shaders. The run stands after its nodes. */
const TRACE = [
  { cat: 'Session', name: 'session_initialization', ts: 5, dur: 90 },
  node('Add', 110, 9800, 'WebGpu'),
  node('Det', 9950, 30, 'CPU'),
  run(100, 9900),
  node('Add', 10_010, 60, 'WebGpu'),
  node('Det', 10_080, 40, 'CPU'),
  run(10_000, 150),
];

describe('withoutFirstRun', () => {
  it('leaves out what stands before the end of the first run', () => {
    expect(withoutFirstRun(TRACE)).toEqual(TRACE.slice(4));
  });

  it('lets a fallback be seen that the compiling of shaders hid', () => {
    expect(placementOf(TRACE, 'webgpu').timeRatio['cpu']).toBeLessThan(0.01);
    expect(placementOf(withoutFirstRun(TRACE), 'webgpu').timeRatio['cpu']).toBeCloseTo(0.4, 12);
  });

  it('keeps a trace of one run, or of none', () => {
    expect(withoutFirstRun(TRACE.slice(0, 4))).toEqual(TRACE.slice(0, 4));
    expect(withoutFirstRun([])).toEqual([]);
  });

  it('keeps what has no time', () => {
    const untimed = { name: 'metadata' };
    expect(withoutFirstRun([untimed, ...TRACE])).toEqual([untimed, ...TRACE.slice(4)]);
  });
});
