import { expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { refusedWorkload } from '#runner/refused-workload.ts';
import { madeDevice, missingDevice } from '#test/support/made-device.ts';
import { sampleRow } from '#test/support/sample-record.ts';

const WORK = { unit: 'inference', perInference: 1 } as const;

it('fails with the device’s own fault, at once, and has nothing to end', async () => {
  const device = missingDevice('dml', 'this is no Windows');
  const workload = refusedWorkload(sampleRow(), WORK, device);
  for (const use of [
    workload.prepare(new AbortController().signal),
    workload.stop(),
    workload.cpuSeconds(),
  ]) {
    const fault = await use.catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(Fault);
    expect((fault as Fault).toWire()).toEqual(device.fault);
  }
  await workload.close();
});

it('names the device where discovery gave no reason', async () => {
  const workload = refusedWorkload(sampleRow(), WORK, madeDevice('cuda:1', { state: 'unavailable' }));
  await expect(workload.start({ kind: 'back-to-back' })).rejects.toMatchObject({
    code: 'provider-missing',
    message: 'cuda:1 cannot be used here',
  });
});
