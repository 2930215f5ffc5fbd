import { describe, expect, it } from 'vitest';
import { importedModel } from '#catalogue/import/imported-model.ts';
import { configurationKey } from '#core/configuration.ts';
import { memoryLimitOf } from '#core/left-out.ts';
import { DEFAULT_REQUEST, type RunRequest } from '#core/run-request.ts';
import { crossAll, type MatrixOptions } from '#runner/configurations.ts';
import { madeAdapter, madeDevice, missingDevice } from '#test/support/made-device.ts';
import { sampleEntry } from '#test/support/sample-entry.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

const GIB = 2 ** 30;
const { machine } = sampleRecord();
const CPU = madeDevice('cpu');
const sized = (id: string, bytes: number) =>
  importedModel(
    sampleEntry({ id, precisions: ['fp32', 'fp16', 'int4'], cost: { macs: 1, parameters: 1, bytes } }),
  );
const SMALL = sized('small', 1000);
const LARGE = sized('large', 4 * GIB);

function cross(request: Partial<RunRequest>, options: Partial<MatrixOptions> = {}) {
  return crossAll({
    request: { ...DEFAULT_REQUEST, threads: 2, ...request },
    models: [SMALL],
    devices: [CPU],
    machine,
    memoryLimitBytes: null,
    ...options,
  });
}

const keysOf = ({ chosen }: ReturnType<typeof cross>) =>
  chosen.map(({ configuration }) => configurationKey(configuration));

describe('a plan', () => {
  it('crosses models, precisions and devices, in that order', () => {
    const devices = [CPU, madeDevice('dml:1'), madeDevice('webnn:npu')];
    const models = [SMALL, LARGE];
    const matrix = cross({ precisions: ['int4', 'fp32'] }, { models, devices });
    expect(keysOf(matrix)).toEqual([
      ...['small/fp32/cpu/t2/b1', 'small/fp32/dml:1/t2/b1', 'small/fp32/webnn:npu/t2/b1'],
      ...['small/int4/cpu/t2/b1', 'small/int4/dml:1/t2/b1', 'small/int4/webnn:npu/t2/b1'],
      ...['large/fp32/cpu/t2/b1', 'large/fp32/dml:1/t2/b1', 'large/fp32/webnn:npu/t2/b1'],
      ...['large/int4/cpu/t2/b1', 'large/int4/dml:1/t2/b1', 'large/int4/webnn:npu/t2/b1'],
    ]);
    expect(matrix.leftOut).toEqual([]);
    expect(matrix.chosen.slice(0, 3).map(({ configuration }) => configuration.device)).toEqual([
      ...['cpu', 'gpu', 'npu'],
    ]);
  });

  it('crosses spinning and arena for the CPU alone', () => {
    const both = { precisions: ['fp32'] as ['fp32'], spinning: [true, false, true], arena: [false, true] };
    expect(keysOf(cross(both, { devices: [CPU, madeDevice('wasm')] }))).toEqual([
      'small/fp32/cpu/t2/b1/no-arena',
      'small/fp32/cpu/t2/b1',
      'small/fp32/cpu/t2/b1/no-spinning/no-arena',
      'small/fp32/cpu/t2/b1/no-spinning',
      'small/fp32/wasm/t2/b1',
    ]);
    expect(keysOf(cross({ precisions: ['fp32'], spinning: [false] }))).toEqual([
      'small/fp32/cpu/t2/b1/no-spinning',
    ]);
  });

  it('has rows for a device that is not usable', () => {
    const gone = missingDevice('cuda');
    const { chosen } = cross({ precisions: ['fp32'] }, { devices: [CPU, gone] });
    expect(chosen.map(({ device }) => device)).toEqual([CPU, gone]);
  });

  it('says of each precision that a model lacks that it was left out', () => {
    const { leftOut } = cross({ precisions: ['fp32', 'int8-static', 'sparse-50'] });
    const reason = 'the model does not come in it; "joulemark models variants" says why';
    expect(leftOut).toEqual([
      { model: 'small', precision: 'int8-static', target: null, reason },
      { model: 'small', precision: 'sparse-50', target: null, reason },
    ]);
  });

  it('leaves fp16 out where the adapter does not compute in it, and runs it where that is not known', () => {
    const devices = [
      madeDevice('dml:0', { adapter: madeAdapter({ fp16: false }) }),
      madeDevice('dml:1', { adapter: madeAdapter({ fp16: null }) }),
      CPU,
    ];
    const matrix = cross({ precisions: ['fp16', 'int4'] }, { devices });
    expect(keysOf(matrix)).toEqual([
      ...['small/fp16/dml:1/t2/b1', 'small/fp16/cpu/t2/b1'],
      ...['small/int4/dml:0/t2/b1', 'small/int4/dml:1/t2/b1', 'small/int4/cpu/t2/b1'],
    ]);
    expect(matrix.leftOut).toEqual([
      {
        model: 'small',
        precision: 'fp16',
        target: 'dml:0',
        reason: 'the adapter does not compute in fp16',
      },
    ]);
  });

  it('leaves out what is larger than the adapter’s memory, or than a worker may use', () => {
    const devices = [CPU, madeDevice('cuda:0', { adapter: madeAdapter({ memoryBytes: 1.5 * GIB }) })];
    const asked = { precisions: ['fp32', 'fp16', 'int4'] } as Partial<RunRequest>;
    const matrix = cross(asked, { models: [SMALL, LARGE], devices, memoryLimitBytes: 3 * GIB });
    expect(keysOf(matrix).filter((key) => key.startsWith('large'))).toEqual([
      ...['large/fp16/cpu/t2/b1', 'large/int4/cpu/t2/b1', 'large/int4/cuda:0/t2/b1'],
    ]);
    expect(matrix.leftOut.map(({ precision, target, reason }) => [precision, target, reason])).toEqual([
      ['fp32', 'cpu', expect.stringContaining('4.00 GiB at least, and a worker may use 3.00 GiB')],
      ['fp32', 'cuda:0', expect.stringContaining('a worker may use 3.00 GiB')],
      ['fp16', 'cuda:0', 'its weights take 2.00 GiB at least, and the adapter gives 1.50 GiB'],
    ]);
  });

  it('is refused with all reasons when nothing is left in it', () => {
    const devices = [madeDevice('web-webgpu', { adapter: madeAdapter({ fp16: false }) })];
    expect(() => cross({ precisions: ['fp16'] }, { devices })).toThrowError(
      expect.objectContaining({
        code: 'nothing-to-run',
        message:
          'Nothing of what was chosen goes together: Left out: small at fp16 on web-webgpu: the adapter does not compute in fp16.',
      }),
    );
    expect(() => cross({}, { devices: [] })).toThrow('no device of those chosen is here');
  });
});

describe('the memory that a worker may use', () => {
  it('is what was asked for, or three quarters of the machine’s', () => {
    const request = { ...DEFAULT_REQUEST, memoryLimitBytes: GIB };
    expect(memoryLimitOf(request, { ...machine, memoryBytes: 8 * GIB })).toBe(GIB);
    expect(memoryLimitOf(DEFAULT_REQUEST, { ...machine, memoryBytes: 8 * GIB })).toBe(6 * GIB);
    expect(memoryLimitOf(DEFAULT_REQUEST, { ...machine, memoryBytes: null })).toBeNull();
  });
});
