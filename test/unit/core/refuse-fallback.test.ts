import { expect, it } from 'vitest';
import { RAN_ON_CPU, type Placement } from '#core/placement.ts';
import { refuseFallback } from '#core/refuse-fallback.ts';

const placement: Placement = {
  timeRatio: { webgpu: 0.7, cpu: 0.3 },
  nodeRatio: { webgpu: 0.8, cpu: 0.2 },
  fallbacks: [
    { operator: 'Clip', provider: 'cpu', nodes: 18, timeRatio: 0.2 },
    { operator: 'Det', provider: 'cpu', nodes: 1, timeRatio: 0.1 },
  ],
  examples: ['Clip:7', 'Det:y'],
};

it('names the operators, how many nodes, where they ran, and examples', () => {
  const refuse = () => refuseFallback(placement, { provider: 'webgpu', unit: null });
  expect(refuse).toThrow(expect.objectContaining({ code: 'fallback-refused' }));
  expect(refuse).toThrow('webgpu left 19 nodes to another provider: 18 Clip on cpu, 1 Det on cpu.');
  expect(refuse).toThrow('For example: Clip:7, Det:y.');
});

it('names the unit', () => {
  const one = { ...placement, fallbacks: placement.fallbacks.slice(1), examples: [] };
  expect(() => refuseFallback(one, { provider: 'dml', unit: '1' })).toThrow(
    'dml:1 left 1 node to another provider: 1 Det on cpu.',
  );
});

it('has nothing to say where all nodes ran on the provider', () => {
  refuseFallback(RAN_ON_CPU.placement, { provider: 'cpu', unit: null });
});
