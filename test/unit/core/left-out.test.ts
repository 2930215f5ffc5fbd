import { expect, it } from 'vitest';
import type { LeftOut } from '#core/record/schema.ts';
import { leftOutNotices } from '#core/left-out.ts';

const left = (model: string, precision: LeftOut['precision'], target: string | null, reason: string) => ({
  ...{ model, precision, target, reason },
});

it('says what was left out in one sentence for all that share a reason', () => {
  const pairs = [
    ...[left('a', 'int4', null, 'it lacks it'), left('a', 'fp16', null, 'it lacks it')],
    ...[left('a', 'fp16', 'webgpu', 'no fp16'), left('b', 'fp16', 'webgpu', 'no fp16')],
    ...[left('b', 'int4', null, 'it lacks it'), left('b', 'fp16', null, 'it lacks it')],
    ...[left('c', 'fp16', 'webnn:npu', 'no fp16'), left('c', null, 'dml:0', 'too large')],
  ];
  expect(leftOutNotices(pairs)).toEqual([
    'Left out: a, b at int4, fp16: it lacks it.',
    'Left out: a, b at fp16 on webgpu: no fp16.',
    'Left out: c at fp16 on webnn:npu: no fp16.',
    'Left out: c on dml:0: too large.',
  ]);
  expect(leftOutNotices([])).toEqual([]);
});
