import { expect, it } from 'vitest';
import { placementOf } from '#core/placement-trace.ts';

const node = (provider: string, dur: number, op = 'Conv', name = `${op}_kernel_time`, index = '0') => ({
  cat: 'Node',
  name,
  dur,
  args: { provider, op_name: op, node_index: index },
});

it('is the share of node time and of nodes by provider, under our names', () => {
  const trace = [
    { cat: 'Session', name: 'model_run', dur: 900, args: {} },
    node('CPUExecutionProvider', 25),
    node('WebGpuExecutionProvider', 25, 'Conv', 'a_kernel_time', '1'),
    node('WebGpuExecutionProvider', 50, 'Conv', 'b_kernel_time', '2'),
    node('CPUExecutionProvider', 1000, 'Conv', 'Conv_fence_before'),
  ];
  expect(placementOf(trace, 'webgpu')).toMatchObject({
    timeRatio: { cpu: 0.25, webgpu: 0.75 },
    nodeRatio: { cpu: 1 / 3, webgpu: 2 / 3 },
  });
});

it('counts a node once, however often it ran', () => {
  const run = [node('CPUExecutionProvider', 10), node('CUDAExecutionProvider', 30, 'MatMul', 'm', '1')].map(
    (each) => ({ ...each, name: `${each.name.replace('_kernel_time', '')}_kernel_time` }),
  );
  expect(placementOf([...run, ...run], 'cuda').nodeRatio).toEqual({ cpu: 0.5, cuda: 0.5 });
});

it('lists the operators that fell back, the costliest first, and names some nodes', () => {
  const trace = [
    node('WebGpuExecutionProvider', 60),
    node('CPUExecutionProvider', 10, 'Clip', 'clip.1_kernel_time', '1'),
    node('CPUExecutionProvider', 5, 'Clip', 'clip.2_kernel_time', '2'),
    node('CPUExecutionProvider', 25, 'Det', 'det_kernel_time', '3'),
  ];
  expect(placementOf(trace, 'webgpu')).toMatchObject({
    fallbacks: [
      { operator: 'Det', provider: 'cpu', nodes: 1, timeRatio: 0.25 },
      { operator: 'Clip', provider: 'cpu', nodes: 2, timeRatio: 0.15 },
    ],
    examples: ['det', 'clip.1', 'clip.2'],
  });
});

it('does not count a node again with the branch that holds it', () => {
  const trace = [node('CPUExecutionProvider', 500, 'If'), node('CUDAExecutionProvider', 10)];
  expect(placementOf(trace, 'cuda').timeRatio).toEqual({ cuda: 1 });
});

it('refuses a trace without node times', () => {
  expect(() => placementOf([], 'cpu')).toThrow(expect.objectContaining({ code: 'internal' }));
  expect(() => placementOf([node('CPUExecutionProvider', 0)], 'cpu')).toThrow();
});
