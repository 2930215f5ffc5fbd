import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { RAN_ON_CPU, type Placement } from '#core/placement.ts';
import { refuseFallback } from '#core/refuse-fallback.ts';

const target = { provider: 'webnn', unit: 'npu' } as const;
const fallback = (operator: string, nodes: number, timeRatio: number) => ({
  operator,
  provider: 'cpu',
  nodes,
  timeRatio,
});
const placed = (change: Partial<Placement>): Placement => ({ ...RAN_ON_CPU.placement, ...change });

function faultOf(placement: Placement): Fault {
  try {
    refuseFallback(placement, target);
  } catch (error) {
    if (error instanceof Fault) return error;
  }
  throw new Error('it was not refused');
}

describe('refuseFallback', () => {
  it('lets pass what ran on the chosen provider alone', () => {
    expect(() => refuseFallback(placed({}), target)).not.toThrow();
  });

  it('names the target, each operator with its share, and nodes', () => {
    const fallbacks = [fallback('Clip', 3, 0.123), fallback('Shape', 1, 0.0004)];
    const fault = faultOf(placed({ fallbacks, examples: ['clip_7', ''] }));
    expect(fault.code).toBe('fallback-refused');
    expect(fault.message).toBe(
      'webnn:npu left 4 nodes to another provider: 3 × Clip on cpu (12 % of node time), ' +
        '1 × Shape on cpu (less than 1 % of node time), e.g. "clip_7".',
    );
  });

  it('counts the operators that it does not name', () => {
    const fallbacks = ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => fallback(name, 1, 0.1));
    const { message } = faultOf(placed({ fallbacks }));
    expect(message).toMatch(/1 × D on cpu \(10 % of node time\) and 2 more\.$/);
  });
});
