/** What sessions ran on, for tests: made up. */
import type { Adapter, Fallback, Placement, Ran } from '#core/placement.ts';

export function sampleAdapter(changes: Partial<Adapter> = {}): Adapter {
  return {
    name: 'GeForce RTX 3060',
    vendor: 'NVIDIA',
    kind: 'discrete',
    verified: true,
    evidence: 'the driver that was loaded',
    fp16: true,
    memoryBytes: null,
    ...changes,
  };
}

export const SWIFTSHADER = sampleAdapter({ name: 'SwiftShader', vendor: 'google', kind: 'software' });

export const fallback = (operator: string, timeRatio: number, provider = 'cpu'): Fallback => ({
  operator,
  provider,
  nodes: 1,
  timeRatio,
});

export function sampleRan(
  timeRatio: Readonly<Record<string, number>>,
  changes: Partial<Omit<Ran, 'placement'>> & { placement?: Partial<Placement> } = {},
): Ran {
  const { placement, ...rest } = changes;
  return {
    placement: {
      timeRatio: { ...timeRatio },
      nodeRatio: { ...timeRatio },
      fallbacks: [],
      examples: [],
      ...placement,
    },
    adapter: sampleAdapter(),
    tensorsOn: 'host',
    ...rest,
  };
}
