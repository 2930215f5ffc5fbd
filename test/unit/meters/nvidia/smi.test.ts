import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import type { LevelMeter, ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '#meters/environment.ts';
import { probeNvidia } from '#meters/nvidia/nvidia.ts';
import type { NvmlLibrary } from '#meters/nvidia/nvml-library.ts';
import { probeSmi } from '#meters/nvidia/smi.ts';
import {
  fakeEnvironment,
  fixture,
  printing,
  type FakeProgram,
} from '#test/support/meters/fake-environment.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

const levelOf = (result: ProbeResult | undefined): LevelMeter => {
  if (result?.ok !== true || result.meter.kind !== 'level') throw new Error('no level meter');
  return result.meter;
};

/** Answers the one question and then prints rows as nvidia-smi does with `-lms`. */
function smi(clock: VirtualClock, answer: string, header: string, row: (round: number) => readonly string[]) {
  const gpus = row(0).length;
  const program = printing(clock, 0.1 / gpus, (part) => {
    if (part === 0) return `${header}\r`;
    return `${row(Math.floor((part - 1) / gpus))[(part - 1) % gpus]}\r`;
  });
  const environment = fakeEnvironment(clock, { run: () => Promise.resolve(answer), follow: program.follow });
  return { program, environment };
}

const TWO = 'index, power.draw.instant [W]';
const twoGpus = (clock: VirtualClock) =>
  smi(clock, fixture('nvidia_smi/two-gpus.csv'), TWO, (round) => [`0, ${70 + (round % 2)}.50`, `1, 9.75`]);

describe('nvidia-smi', () => {
  it('gives the instantaneous power of each GPU from one program', async () => {
    const clock = new VirtualClock();
    const { program, environment } = twoGpus(clock);
    const results = await probeSmi(environment);
    expect(results.map((result) => result.ok && result.meter.info.id)).toEqual([
      'nvidia-smi:0',
      'nvidia-smi:1',
    ]);
    expect(program.starts).toHaveLength(1);
    expect(program.starts[0]?.args).toContain('-lms');
    const [first, second] = results.map(levelOf);
    expect(first?.info.deviceName).toBe('NVIDIA Made 90');
    expect(first?.info.source).toMatch(
      /power\.draw\.instant, of GPU 0 \(NVIDIA Made 90\), whole board, all of its MIG/,
    );
    expect(first?.info.updatePeriodS).toBeCloseTo(0.1, 2);
    // Not told to be persistent, so asking may have woken them.
    expect(second?.awakeAtS).toBeGreaterThan(clock.nowS());
    expect([...(await second!.read()).powerW]).toEqual([['gpu', 9.75]]);
    await Promise.all([first?.close?.(), second?.close?.()]);
  });

  it('runs only while it is read', async () => {
    const clock = new VirtualClock();
    const { program, environment } = twoGpus(clock);
    const meter = levelOf((await probeSmi(environment))[0]);
    expect(program.running()).toBe(0);
    await meter.read();
    await meter.read();
    expect([program.running(), program.starts.length]).toEqual([1, 2]);
    await meter.close?.();
    expect(program.running()).toBe(0);
  });

  it('dates a mean to its middle, and reckons with its second', async () => {
    const clock = new VirtualClock();
    const answer =
      'index, name, power.draw.instant [W], power.draw.average [W], power.draw [W]\n0, Made, [N/A], 30.00, 30.00\n';
    const { environment } = smi(clock, answer, 'index, power.draw [W]', (round) => [
      `0, ${30 + (round % 3)}.00`,
    ]);
    const meter = levelOf((await probeSmi(environment))[0]);
    expect(meter.info).toMatchObject({
      updatePeriodS: 1,
      source: expect.stringContaining('a mean of the last second') as string,
    });
    const reading = await meter.read();
    expect(clock.nowS() - reading.atS).toBeCloseTo(0.5, 6);
    await meter.close?.();
  });

  it('asks again without the fields that an old driver refuses, and trusts what it cannot tell for a mean', async () => {
    const clock = new VirtualClock();
    const asked: string[] = [];
    const known = ['index', 'name', 'power.draw'];
    const run: MeterEnvironment['run'] = (_file, [query = '']) => {
      const fields = query.replace('--query-gpu=', '').split(',');
      asked.push(query);
      const unknown = fields.find((field) => !known.includes(field));
      if (unknown === undefined) return Promise.resolve(fixture('nvidia_smi/old-driver.csv'));
      return Promise.reject(
        new Fault('meter-unreadable', `nvidia-smi failed: Field "${unknown}" is not a valid field to query.`),
      );
    };
    const program = printing(clock, 0.05, (part) =>
      part === 0 ? 'index, power.draw [W]' : `${part % 2}, ${part % 2 ? '[Unknown Error]' : '12.50'}`,
    );
    const results = await probeSmi(fakeEnvironment(clock, { run, follow: program.follow }));
    expect(asked).toHaveLength(5);
    expect(levelOf(results[0]).info.updatePeriodS).toBe(1);
    expect(results[1]).toMatchObject({ ok: false, id: 'nvidia-smi:1', fault: { code: 'meter-missing' } });
  });

  it.each<[string, Fault | string, string]>([
    ['hangs', new Fault('meter-silent', 'nvidia-smi did not answer within 2 s'), 'meter-silent'],
    ['is absent', new Fault('meter-missing', 'there is no program nvidia-smi'), 'meter-missing'],
    [
      'finds no driver',
      new Fault(
        'meter-unreadable',
        "failed: NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
      ),
      'meter-missing',
    ],
    ['finds no GPU', new Fault('meter-unreadable', 'failed: No devices were found'), 'meter-missing'],
    ['prints something else', '<html>503</html>', 'meter-unreadable'],
    [
      'shows [N/A]',
      'index, name, power.draw.instant [W], power.draw [W]\n0, Made, [N/A], [N/A]\n',
      'meter-missing',
    ],
  ])('is unavailable by name when it %s', async (_what, answer, code) => {
    const run = () => (answer instanceof Fault ? Promise.reject(answer) : Promise.resolve(answer));
    const results = await probeSmi(fakeEnvironment(new VirtualClock(), { run }));
    expect(results).toMatchObject([{ ok: false, fault: { code } }]);
  });

  it('says so when it falls silent, loses the value or ends in the midst', async () => {
    const clock = new VirtualClock();
    let say: FakeProgram['follow'] | undefined;
    const { environment } = twoGpus(clock);
    const follow: MeterEnvironment['follow'] = (...all) => (say ?? environment.follow)(...all);
    const meter = levelOf((await probeSmi({ ...environment, follow }))[0]);
    const told = async (next: (part: number) => string | Fault | undefined) => {
      say = printing(clock, 0.1, (part) => (part === 0 ? TWO : next(part))).follow;
      try {
        return await meter.read().then(String, ({ code }: Fault) => code);
      } finally {
        await meter.close?.();
      }
    };
    expect(await told(() => undefined)).toBe('meter-silent');
    expect(await told((part) => (part < 3 ? `${part - 1}, [N/A]` : undefined))).toBe('meter-unreadable');
    expect(await told(() => new Fault('meter-unreadable', 'GPU is lost'))).toBe('meter-unreadable');
    expect(await told(() => 'Unable to determine the device handle for GPU')).toBe('meter-unreadable');
  });
});

describe('probeNvidia', () => {
  const absent = () => Promise.reject(new Fault('meter-missing', 'there is no libnvidia-ml.so.1'));

  it('asks nvidia-smi only for what NVML does not count', async () => {
    const clock = new VirtualClock();
    const library: NvmlLibrary = {
      init: () => 0,
      shutdown: () => 0,
      deviceCount: () => ({ code: 0, value: 2 }),
      device: (index) => ({ code: 0, value: BigInt(index) }),
      name: () => ({ code: 0, value: 'Made' }),
      totalEnergyMj: (device) =>
        device === 0n ? { code: 3, value: null } : { code: 0, value: BigInt(Math.floor(clock.nowS() * 1e4)) },
      persistent: () => ({ code: 0, value: true }),
      mig: () => ({ code: 0, value: false }),
    };
    const { environment } = twoGpus(clock);
    const results = await probeNvidia(environment, () => Promise.resolve(library));
    expect(results.map((result) => [result.ok, result.ok ? result.meter.info.id : result.id])).toEqual([
      [false, 'nvml:0'],
      [true, 'nvml:1'],
      [true, 'nvidia-smi:0'],
    ]);
  });

  it('says once that there is no driver', async () => {
    expect(await probeNvidia(fakeEnvironment(new VirtualClock()), absent)).toMatchObject([
      { ok: false, id: 'nvml' },
    ]);
  });

  it('uses nvidia-smi where the library cannot be called', async () => {
    const { environment } = twoGpus(new VirtualClock());
    const results = await probeNvidia(environment, absent);
    expect(results.map(({ ok }) => ok)).toEqual([false, true, true]);
  });
});
