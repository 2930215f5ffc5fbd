import { describe, expect, it } from 'vitest';
import type { DeviceStatus } from '#core/devices.ts';
import { Fault } from '#core/errors.ts';
import { targetName, type Target } from '#core/providers.ts';
import { chooseDevices } from '#runner/choose-devices.ts';
import { madeDevice, missingDevice } from '#test/support/made-device.ts';

/** Finds these for whoever asks, and remembers what was asked for. */
function finder(found: readonly DeviceStatus[]) {
  const asked: string[][] = [];
  const find = (targets: readonly Target[]) => {
    asked.push(targets.map(targetName));
    return Promise.resolve(found);
  };
  return { asked, find };
}

const targetsOf = (devices: readonly DeviceStatus[]) => devices.map(({ target }) => target);

describe('the devices of a run that names none', () => {
  it('are the CPU and the ready GPUs and NPUs that need no browser page', async () => {
    const { asked, find } = finder([
      madeDevice('coreml:cpuAndNeuralEngine'),
      madeDevice('coreml:cpuOnly'),
      madeDevice('webgpu'),
      missingDevice('cuda'),
    ]);
    const { devices, notices } = await chooseDevices(null, find);
    expect(targetsOf(devices)).toEqual(['cpu', 'webgpu', 'coreml:cpuAndNeuralEngine']);
    expect(asked).toEqual([['webgpu', 'cuda', 'tensorrt', 'dml', 'coreml']]);
    expect(notices).toEqual([]);
  });

  it('are real hardware that works; what is there and is not used is told', async () => {
    const fault = new Fault('provider-failed', 'the driver is too old').toWire();
    const { find } = finder([
      madeDevice('webgpu', { state: 'software', name: 'SwiftShader' }),
      madeDevice('cuda', { state: 'unavailable', fault }),
      madeDevice('dml:0', { state: 'fell-back' }),
      madeDevice('dml:1', { state: 'unverified', name: 'Some NPU' }),
    ]);
    const { devices, notices } = await chooseDevices(null, find);
    expect(targetsOf(devices)).toEqual(['cpu']);
    expect(notices).toEqual([
      'webgpu is not measured: the processor does its work (SwiftShader). Name it after --providers to run it.',
      `cuda is not measured: the driver is too old. ${fault.remedy}`,
      'dml:0 is not measured: its work ran elsewhere. Name it after --providers to run it.',
      'dml:1 is not measured: nothing tells what it computes on (Some NPU). Name it after --providers to run it.',
    ]);
  });
});

describe('devices that are named', () => {
  it('are not looked for where only the CPU is named', async () => {
    const { asked, find } = finder([]);
    expect(targetsOf((await chooseDevices(['cpu'], find)).devices)).toEqual(['cpu']);
    expect(asked).toEqual([]);
  });

  it('are only those, each once, in the order of the providers', async () => {
    const { asked, find } = finder([
      madeDevice('webnn:npu'),
      madeDevice('webnn:cpu'),
      madeDevice('webgpu'),
      madeDevice('webnn:npu'),
    ]);
    const { devices } = await chooseDevices(['webnn', 'webnn:npu', 'cpu', 'webgpu'], find);
    expect(targetsOf(devices)).toEqual(['cpu', 'webgpu', 'webnn:npu', 'webnn:cpu']);
    expect(asked).toEqual([['webnn', 'webgpu']]);
  });

  it('stay when they are unavailable, and it is said why', async () => {
    const { find } = finder([missingDevice('dml', 'this is no Windows.\n'), madeDevice('wasm')]);
    const { devices, notices } = await chooseDevices(['wasm', 'dml'], find);
    expect(targetsOf(devices)).toEqual(['dml', 'wasm']);
    expect(notices).toEqual([`dml cannot be used here: this is no Windows. ${devices[0]!.fault!.remedy}`]);
  });
});
