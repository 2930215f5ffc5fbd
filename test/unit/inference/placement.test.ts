import { expect, it } from 'vitest';
import { placementOf } from '#inference/worker/placement.ts';

const node = (provider: string, dur: number, op = 'Conv', name = `${op}_kernel_time`) => ({
  cat: 'Node',
  name,
  dur,
  args: { provider, op_name: op },
});

it('is the share of node time by provider, under our names', () => {
  const trace = [
    { cat: 'Session', name: 'model_run', dur: 900, args: {} },
    node('CPUExecutionProvider', 25),
    node('WebGpuExecutionProvider', 75),
    node('CPUExecutionProvider', 1000, 'Conv', 'Conv_fence_before'),
  ];
  expect(placementOf(trace)).toEqual({ cpu: 0.25, webgpu: 0.75 });
});

it('does not count a node again with the branch that holds it', () => {
  const trace = [node('CPUExecutionProvider', 500, 'If'), node('CUDAExecutionProvider', 10)];
  expect(placementOf(trace)).toEqual({ cuda: 1 });
});

it('refuses a trace without node times', () => {
  expect(() => placementOf([])).toThrow(expect.objectContaining({ code: 'internal' }));
  expect(() => placementOf([node('CPUExecutionProvider', 0)])).toThrow();
});
