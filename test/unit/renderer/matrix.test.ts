import { describe, expect, it } from 'vitest';
import type { Precision } from '#core/configuration.ts';
import { MANY, TRAINED } from '#renderer/backend/fake/models.ts';
import { SUITE } from '#renderer/backend/fake/machine.ts';
import { matrixOf } from '#renderer/state/matrix.ts';
import { madeAdapter, madeDevice } from '#test/support/made-device.ts';

const CPU = madeDevice('cpu');
const all = ['fp32', 'fp16', 'int8-dynamic', 'int8-static'] satisfies Precision[];

describe('what would run', () => {
  it('is each model at its usual precisions on each device', () => {
    expect(matrixOf(TRAINED, null, [CPU], SUITE.machine)).toEqual({ pairs: 16, count: 16, leftOut: [] });
    expect(matrixOf(TRAINED, null, [CPU, madeDevice('webgpu')], SUITE.machine).count).toBe(32);
  });

  it('counts one device where none is known, and nothing where none is chosen', () => {
    expect(matrixOf(TRAINED, all, null, null)).toMatchObject({ pairs: 16, count: 16 });
    expect(matrixOf(TRAINED, all, [], null)).toMatchObject({ pairs: 16, count: 0, leftOut: [] });
  });

  it('leaves out what a device cannot do and what a model does not come in, as a run does', () => {
    const half = madeDevice('webgpu', { adapter: madeAdapter({ fp16: false }) });
    const { count, leftOut } = matrixOf(TRAINED.slice(0, 1), ['fp16', 'int4'], [CPU, half], SUITE.machine);
    expect(count).toBe(1);
    expect(leftOut.map(({ precision, target }) => [precision, target])).toEqual([
      ['int4', null],
      ['fp16', 'webgpu'],
    ]);
  });

  it('leaves out a model that is larger than a worker may use', () => {
    const llama = MANY.filter(({ id }) => id === 'llama-135m-decode');
    const small = { ...SUITE.machine, memoryBytes: 2 ** 29 };
    expect(matrixOf(llama, null, [CPU], small).leftOut).toMatchObject([
      { precision: 'fp32', reason: expect.stringContaining('a worker may use 0.38 GiB') as string },
    ]);
  });
});
