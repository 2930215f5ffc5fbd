import { describe, expect, it } from 'vitest';
import { ON_CPU, type Configuration } from '#core/configuration.ts';
import type { LeftOut } from '#core/record/schema.ts';
import { failureGroups, leftOutGroups } from '#renderer/state/reason-groups.ts';

const titleOf = (model: string): string => model.toUpperCase();

describe('leftOutGroups', () => {
  it('says each reason once, with all that it holds for', () => {
    const leftOut: LeftOut[] = [
      { model: 'a', precision: 'fp16', target: 'webgpu', reason: 'no fp16' },
      { model: 'b', precision: 'fp16', target: 'webgpu', reason: 'no fp16' },
      { model: 'b', precision: 'int4', target: 'webgpu', reason: 'no kernel' },
      { model: 'b', precision: 'fp16', target: 'webnn:npu', reason: 'no fp16' },
    ];
    expect(leftOutGroups(leftOut, titleOf)).toEqual([
      { reason: 'no fp16', remedy: null, what: ['A, B, fp16 on webgpu', 'B, fp16 on webnn:npu'] },
      { reason: 'no kernel', remedy: null, what: ['B, int4 on webgpu'] },
    ]);
  });

  it('names only what is known: a model without precision or device stands for all of them', () => {
    const of = (precision: LeftOut['precision'], target: string | null) =>
      leftOutGroups([{ model: 'a', precision, target, reason: 'why' }], titleOf)[0]?.what;
    expect(of(null, null)).toEqual(['A']);
    expect(of('fp16', null)).toEqual(['A, fp16']);
    expect(of(null, 'dml:1')).toEqual(['A, on dml:1']);
  });
});

describe('failureGroups', () => {
  const on = (model: string, unit: string | null): Configuration => ({
    ...ON_CPU,
    provider: 'dml',
    unit,
    device: 'gpu',
    model,
    modelSha256: '0'.repeat(64),
    modelKind: 'trained',
    precision: 'fp32',
    threads: 4,
    batch: 1,
  });

  it('brings together what one lost device cost, and keeps other remedies apart', () => {
    const lost = { message: 'the device was lost', remedy: 'update the driver' };
    const groups = failureGroups(
      [
        { configuration: on('a', '1'), ...lost },
        { configuration: on('b', '1'), ...lost },
        { configuration: on('a', '0'), ...lost, remedy: null },
      ],
      titleOf,
    );
    expect(groups).toEqual([
      { reason: lost.message, remedy: lost.remedy, what: ['A, B, fp32 on dml:1'] },
      { reason: lost.message, remedy: null, what: ['A, fp32 on dml:0'] },
    ]);
  });
});
