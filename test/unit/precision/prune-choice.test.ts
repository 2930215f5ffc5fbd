import { describe, expect, it } from 'vitest';
import { floatTensor } from '#precision/onnx/make.ts';
import { best, importance, keptCount } from '#precision/prune/importance.ts';
import { matchRuns, resolveTarget, sizesOf } from '#precision/prune/reshape.ts';
import type { Role, Use } from '#precision/prune/site.ts';
import { Slots } from '#precision/prune/slots.ts';
import { node } from '#test/support/onnx-models.ts';

describe('the number of channels that stay', () => {
  it.each([
    [64, 0.5, 32],
    [64, 0.25, 48],
    // In blocks of 8, half a block upwards.
    [24, 0.25, 16],
    [24, 0.5, 16],
    [16, 0.25, 16],
    [8, 0.5, 8],
    // Not in blocks: to the nearest.
    [20, 0.25, 15],
    [5, 0.5, 3],
    [1, 0.5, 1],
    [2, 0.9, 1],
  ])('of %i at ratio %f is %i', (size, ratio, expected) => {
    expect(keptCount(size, ratio)).toBe(expected);
  });

  it('takes the best scores in their own order, and of equal ones the first', () => {
    expect(best(Float64Array.of(1, 3, 2, 3, 1), 3)).toEqual([1, 2, 3]);
    expect(best(Float64Array.of(1, 1, 1, 1), 2)).toEqual([0, 1]);
  });
});

describe('the importance of a channel', () => {
  const use = (role: Role, dims: readonly number[], axis: number, values: readonly number[]): Use => ({
    node: node('Conv', [], 'c'),
    role,
    tensor: floatTensor('w', dims, Float32Array.from(values)),
    axis,
    slot: 0,
  });
  const scores = (uses: readonly Use[], inner = 1): number[] => [...(importance(2, uses, () => inner) ?? [])];

  it('is the norm of its weights over the mean norm', () => {
    // ‖(3, 4)‖ = 5 and ‖(0, 15)‖ = 15, of mean 10.
    expect(scores([use('makes', [2, 2], 0, [3, 4, 0, 15])])).toEqual([0.5, 1.5]);
  });

  it('sums over weights of one kind and multiplies the kinds', () => {
    const makers = [use('makes', [2, 1], 0, [1, 3]), use('makes', [2, 1], 0, [30, 10])];
    expect(scores(makers)).toEqual([2, 2]);
    // Reads along the second axis: ‖(1, 0)‖ and ‖(0, 0)‖.
    expect(scores([...makers, use('reads', [2, 2], 1, [1, 0, 0, 0])])).toEqual([4, 0]);
  });

  it('counts weights that two nodes share once', () => {
    const shared = use('makes', [2, 1], 0, [1, 3]);
    expect(scores([shared, { ...shared, node: node('Conv', [], 'd') }])).toEqual([0.5, 1.5]);
  });

  it('takes all indices of a channel that lies several times in succession', () => {
    expect(scores([use('reads', [4, 1], 0, [3, 4, 0, 15])], 2)).toEqual([0.5, 1.5]);
  });

  it('is unknown where a weight is not finite', () => {
    expect(importance(2, [use('makes', [2, 1], 0, [1, Infinity])], () => 1)).toBeNull();
  });
});

describe('slots', () => {
  it('share the first reason against them when they are linked', () => {
    const slots = new Slots();
    const [a, b, c] = [slots.add(4), slots.add(null), slots.add(4)] as const;
    slots.pin(c, 'because');
    slots.link(a, b);
    expect(slots.pinOf(b)).toBeNull();
    slots.link(b, c);
    slots.pin(a, 'later');
    expect([a, b, c].map((slot) => slots.pinOf(slot))).toEqual(['because', 'because', 'because']);
    expect(slots.sizeOf(b)).toBe(4);
  });

  it('count how often a channel lies in succession, through several links', () => {
    const slots = new Slots();
    const [channels, pixels, halves] = [slots.add(4), slots.add(24), slots.add(8)] as const;
    slots.link(halves, pixels, 3);
    slots.link(channels, halves, 2);
    expect(slots.find(pixels)).toEqual({ root: slots.find(channels).root, inner: 6 });
    expect(slots.sizeOf(pixels)).toBe(4);
    expect(slots.pinOf(channels)).toBeNull();
  });

  it('are pinned where sizes or successions cannot be', () => {
    const slots = new Slots();
    const [four, five, twelve, eighteen] = [
      slots.add(4),
      slots.add(5),
      slots.add(12),
      slots.add(18),
    ] as const;
    slots.link(four, five);
    expect(slots.pinOf(four)).toBe('shapes that disagree');
    expect(slots.pinOf(five)).toBe('shapes that disagree');
    const open = slots.add(null);
    slots.link(open, twelve, 2);
    slots.link(open, eighteen, 3);
    expect(slots.pinOf(open)).toBeNull();
    slots.link(twelve, eighteen);
    expect(slots.pinOf(open)).toBe('shapes that disagree');
  });
});

describe('a Reshape', () => {
  const runs = (from: readonly (number | null)[], target: readonly number[]): unknown => {
    const sizes = sizesOf(from);
    const to = resolveTarget(sizes, target);
    return to && matchRuns(sizes, to)?.map((run) => [run.from, run.to]);
  };

  it.each<[string, readonly (number | null)[], readonly number[], unknown]>([
    [
      'keeps axes that it keeps',
      [null, 8, 4, 5],
      [0, 8, 20],
      [
        [[0], [0]],
        [[1], [1]],
        [[2, 3], [2]],
      ],
    ],
    [
      'joins what is open',
      [null, null, 8],
      [-1, 8],
      [
        [[0, 1], [0]],
        [[2], [1]],
      ],
    ],
    [
      'parts',
      [null, 12],
      [0, 3, 4],
      [
        [[0], [0]],
        [[1], [1, 2]],
      ],
    ],
    [
      'leaves axes of size 1 out',
      [null, 8, 1, 1],
      [-1, 8],
      [
        [[0], [0]],
        [[1], [1]],
      ],
    ],
    [
      'mixes what does not fit',
      [6, 4],
      [4, 6],
      [
        [
          [0, 1],
          [0, 1],
        ],
      ],
    ],
    [
      'mixes what is open',
      [null, null, 8],
      [4, -1],
      [
        [
          [0, 1, 2],
          [0, 1],
        ],
      ],
    ],
    ['is unknown where open sizes are given numbers', [null, 8], [2, 8], null],
    ['is unknown where the numbers disagree', [6, 4], [5, 5], null],
  ])('%s', (_, from, target, expected) => {
    expect(runs(from, target)).toEqual(expected);
  });
});
