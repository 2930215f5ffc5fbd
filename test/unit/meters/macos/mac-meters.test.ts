import { describe, expect, it } from 'vitest';
import { counterEnergyJ } from '#core/energy/counter.ts';
import { Fault } from '#core/errors.ts';
import type { CounterMeter, CounterReading, ProbeResult } from '#core/ports.ts';
import { probeAppleBattery } from '#meters/macos/apple-battery.ts';
import { energyChannels, isEnergySum } from '#meters/macos/ioreport-channels.ts';
import type { IoChannel, IoReport } from '#meters/macos/ioreport-library.ts';
import { probeIoReport } from '#meters/macos/ioreport.ts';
import { probeMac } from '#meters/macos/macos.ts';
import { POWERMETRICS_FIX } from '#meters/macos/powermetrics-fix.ts';
import { probePowermetrics } from '#meters/macos/powermetrics.ts';
import { fakeEnvironment, fixture, printing } from '#test/support/meters/fake-environment.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

const counterOf = (result: ProbeResult | undefined): CounterMeter => {
  if (result?.ok !== true || result.meter.kind !== 'counter') throw new Error(JSON.stringify(result));
  return result.meter;
};

const energyJ = (meter: CounterMeter, from: CounterReading, to: CounterReading): number =>
  meter.channels
    .filter(({ domain }) => meter.info.summed.includes(domain))
    .map((channel) =>
      counterEnergyJ(
        channel,
        from.counts.get(channel.id)!,
        to.counts.get(channel.id)!,
        to.atS - from.atS,
        meter.maxPowerW,
      ),
    )
    .reduce((sum, one) => sum + one, 0);

/** Polls as the engine does until a summed channel moves. */
async function edge(meter: CounterMeter, clock: VirtualClock): Promise<CounterReading> {
  const first = await meter.read();
  for (;;) {
    await clock.sleep(0.01);
    const next = await meter.read();
    if (meter.channels.some(({ id }) => next.counts.get(id) !== first.counts.get(id))) return next;
  }
}

const mac = (clock: VirtualClock, parts = {}) => fakeEnvironment(clock, { platform: 'darwin', ...parts });

describe('IOReport', () => {
  /** CPU 10 W and memory 2 W in batches at uneven spans of 0.5 and 1.6 s, GPU 5 W at every sample. */
  function report(clock: VirtualClock, dated = false): IoReport & { samples: number; closed: number } {
    const batchS = () => {
      const whole = Math.floor(clock.nowS() / 2.1) * 2.1;
      return clock.nowS() - whole >= 0.5 ? whole + 0.5 : whole;
    };
    return {
      samples: 0,
      closed: 0,
      sample() {
        this.samples += 1;
        const ageS = dated ? clock.nowS() - batchS() : null;
        const mj = (powerW: number) => BigInt(Math.round(batchS() * powerW * 1000));
        return [
          { name: 'CPU Energy', unit: 'mJ', value: mj(10), ageS },
          { name: 'PACC0_CPU', unit: 'mJ', value: mj(9), ageS },
          { name: 'GPU Energy', unit: 'nJ', value: BigInt(Math.round(clock.nowS() * 5e9)), ageS: null },
          { name: 'ANE0_0', unit: 'mJ', value: 0n, ageS },
          { name: 'ANE0_SRAM', unit: 'mJ', value: mj(1), ageS },
          { name: 'DRAM0', unit: 'mJ', value: mj(2), ageS },
        ];
      },
      close() {
        this.closed += 1;
      },
    };
  }

  it('measures the true power from edge to edge, though the batches come unevenly', async () => {
    const clock = new VirtualClock();
    const meter = counterOf((await probeIoReport(mac(clock), () => Promise.resolve(report(clock))))[0]);
    expect(meter.info).toMatchObject({ tier: 'model', summed: ['package', 'gpu', 'npu', 'dram'] });
    expect(meter.info.source).toMatch(/windows of 10 s and more/);
    for (let window = 0; window < 5; window += 1) {
      const from = await edge(meter, clock);
      await clock.sleep(3 + window / 7);
      const to = await edge(meter, clock);
      // 0.05 s between two samples blur each edge.
      expect(Math.abs(energyJ(meter, from, to) / (to.atS - from.atS) - 17)).toBeLessThan(
        17 * (0.1 / (to.atS - from.atS)),
      );
    }
  });

  it('takes the driver’s word for when a batch was published', async () => {
    const clock = new VirtualClock();
    const meter = counterOf((await probeIoReport(mac(clock), () => Promise.resolve(report(clock, true))))[0]);
    for (let window = 0; window < 5; window += 1) {
      const from = await edge(meter, clock);
      await clock.sleep(3 + window / 7);
      const to = await edge(meter, clock);
      // Only the GPU's 5 W, which count on, are blurred.
      expect(Math.abs(energyJ(meter, from, to) / (to.atS - from.atS) - 17)).toBeLessThan(
        5 * (0.1 / (to.atS - from.atS)),
      );
    }
  });

  it('samples no more often than needed, however often it is asked', async () => {
    const clock = new VirtualClock();
    const made = report(clock);
    const meter = counterOf((await probeIoReport(mac(clock), () => Promise.resolve(made)))[0]);
    const before = made.samples;
    for (let poll = 0; poll < 1000; poll += 1) {
      await clock.sleep(0.001);
      await meter.read();
    }
    expect(made.samples - before).toBeLessThanOrEqual(21);
  });

  it('adds up dies, prefers the sum of the chip, and leaves out what lies inside', () => {
    const mj = (name: string): IoChannel => ({ name, unit: 'mJ', value: 1n, ageS: null });
    const ids = (...names: readonly string[]) => energyChannels(names.map(mj)).map(({ id }) => id);
    expect(
      ids(
        'DIE_0_CPU Energy',
        'DIE_1_CPU Energy',
        'DIE_1_PACC0_CPU3_SRAM',
        'GPU0_0',
        'ANE0_0',
        'ANE0_1',
        'DRAM0_0',
      ),
    ).toEqual(['DIE_0_CPU Energy', 'DIE_1_CPU Energy', 'GPU0_0', 'ANE0_0', 'ANE0_1', 'DRAM0_0']);
    expect(ids('CPU Energy', 'DIE_0_CPU Energy', 'GPU', 'GPU Energy', 'GPU SRAM')).toEqual([
      'CPU Energy',
      'GPU Energy',
    ]);
    expect(['CPU Energy', 'ANE1', 'ECPU0', 'GPU SRAM', 'DCS0_0'].map(isEnergySum)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('refuses a unit that it does not know, and a chip that tells no CPU', () => {
    expect(() => energyChannels([{ name: 'CPU Energy', unit: 'kJ', value: 1n, ageS: null }])).toThrow(
      /in "kJ"/,
    );
    expect(() => energyChannels([{ name: 'GPU Energy', unit: 'nJ', value: 1n, ageS: null }])).toThrow(
      /no energy of the CPU/,
    );
  });

  it('is unavailable where it stands still, and lets go of what it opened', async () => {
    const clock = new VirtualClock();
    const still = {
      ...report(clock),
      sample: () => [{ name: 'CPU Energy', unit: 'mJ', value: 5n, ageS: null }],
    };
    let closed = 0;
    const open = () => Promise.resolve({ ...still, close: () => void (closed += 1) });
    const [result] = await probeIoReport(mac(clock), open);
    expect(result).toMatchObject({ ok: false, fault: { code: 'meter-not-moving' } });
    expect(closed).toBe(1);
  });

  it('says that a channel went away', async () => {
    const clock = new VirtualClock();
    const made = report(clock);
    const meter = counterOf((await probeIoReport(mac(clock), () => Promise.resolve(made)))[0]);
    made.sample = () => [{ name: 'CPU Energy', unit: 'mJ', value: 5n, ageS: null }];
    await clock.sleep(1);
    await expect(meter.read()).rejects.toMatchObject({ code: 'meter-unreadable' });
  });
});

describe('powermetrics', () => {
  const plist = (elapsedNs: number, powerMw: number) =>
    `<plist><dict><key>elapsed_ns</key><integer>${elapsedNs}</integer><key>processor</key><dict><key>cpu_power</key>` +
    `<real>${powerMw / 2}</real><key>combined_power</key><real>${powerMw}</real></dict></dict>`;

  it('is a counter that steps with the samples, each of the time that it really took', async () => {
    const clock = new VirtualClock();
    const program = printing(clock, 1.004, (part) =>
      part === 0 ? undefined : plist(1_004_000_000, 5000 + (part % 2) * 1000),
    );
    const environment = mac(clock, { follow: program.follow });
    const [result] = await probePowermetrics(environment);
    const meter = counterOf(result);
    expect(program.starts[0]).toEqual({
      file: '/usr/bin/sudo',
      args: [
        '-n',
        '/usr/bin/powermetrics',
        '--samplers',
        'cpu_power,gpu_power',
        '-f',
        'plist',
        '-i',
        '1000',
        '-n',
        '3600',
      ],
    });
    expect(program.running()).toBe(0);
    expect(meter.info).toMatchObject({ tier: 'model', domains: ['soc', 'core'], summed: ['soc'] });
    expect(meter.info.source).toMatch(/combined power/);
    expect(meter.info.updatePeriodS).toBeCloseTo(1.004, 2);
    const from = await edge(meter, clock);
    await clock.sleep(3.5);
    const to = await edge(meter, clock);
    expect(energyJ(meter, from, to) / (to.atS - from.atS)).toBeCloseTo(5.5, 1);
    await meter.close?.();
  });

  it('voids a window over a new start of the program: the counts begin again', async () => {
    const clock = new VirtualClock();
    const program = printing(clock, 1, (part) =>
      part === 0 ? undefined : part > 5 ? null : plist(1e9, 5000),
    );
    const meter = counterOf((await probePowermetrics(mac(clock, { follow: program.follow })))[0]);
    await clock.sleep(0.1);
    const first = await edge(meter, clock);
    const second = await edge(meter, clock);
    expect(energyJ(meter, first, second)).toBeCloseTo(5, 9);
    await clock.sleep(4);
    const later = await meter.read();
    expect(() => energyJ(meter, second, later)).toThrow(
      expect.objectContaining({ code: 'counter-went-back' }) as Error,
    );
    await meter.close?.();
  });

  it('asks for no password, and says how to allow the one command line', async () => {
    const refused = new Fault('meter-unreadable', '/usr/bin/sudo failed: sudo: a password is required');
    const clock = new VirtualClock();
    const [result] = await probePowermetrics(
      mac(clock, { follow: printing(clock, 1, () => refused).follow }),
    );
    expect(result).toMatchObject({
      ok: false,
      fault: { code: 'meter-no-permission' },
      fix: POWERMETRICS_FIX,
    });
    // Commas are escaped in sudoers, the whole line is pinned, there is no wildcard, and it is checked first.
    expect(POWERMETRICS_FIX).toContain(
      'ALL=(root) NOPASSWD: /usr/bin/powermetrics --samplers cpu_power\\,gpu_power -f plist -i 1000 -n 3600',
    );
    expect(POWERMETRICS_FIX).not.toMatch(/[*?]/);
    expect(POWERMETRICS_FIX.indexOf('visudo -cf')).toBeLessThan(POWERMETRICS_FIX.indexOf('sudo install'));
    expect(POWERMETRICS_FIX).toMatch(/To undo it: sudo rm /);
  });

  it.each([
    ['prints nonsense', () => 'hello', 'meter-unreadable'],
    [
      'tells no total',
      () =>
        '<plist><dict><key>elapsed_ns</key><integer>1</integer><key>processor</key><dict><key>cpu_power</key><real>1</real></dict></dict>',
      'meter-unreadable',
    ],
    ['is silent', () => undefined, 'meter-silent'],
    ['ends at once', () => null, 'meter-unreadable'],
    ['is not there', () => new Fault('meter-missing', 'there is no program /usr/bin/sudo'), 'meter-missing'],
  ])('is unavailable by name where it %s', async (_what, next, code) => {
    const clock = new VirtualClock();
    const [result] = await probePowermetrics(mac(clock, { follow: printing(clock, 1, next).follow }));
    expect(result).toMatchObject({ ok: false, id: 'powermetrics', fault: { code }, fix: null });
  });

  it('is not started where IOReport works, and stands in where it does not', async () => {
    const clock = new VirtualClock();
    const program = printing(clock, 1, () => plist(1e9, 5000));
    const environment = mac(clock, { follow: program.follow });
    let counts = 0n;
    const works: IoReport = {
      sample: () => [{ name: 'CPU Energy', unit: 'mJ', value: (counts += 100n), ageS: null }],
      close: () => undefined,
    };
    expect((await probeMac(environment, () => Promise.resolve(works))).map(({ ok }) => ok)).toEqual([true]);
    expect(program.starts).toEqual([]);
    const fails = () => Promise.reject(new Fault('meter-missing', 'there is no /usr/lib/libIOReport.dylib'));
    expect((await probeMac(environment, fails)).map(({ ok }) => ok)).toEqual([false, true]);
  });
});

describe('the battery of a Mac as a meter', () => {
  const probe = (answer: string | Fault) => {
    const run = () => (answer instanceof Fault ? Promise.reject(answer) : Promise.resolve(answer));
    return probeAppleBattery(mac(new VirtualClock(), { run }));
  };

  it('is the whole machine while the Mac runs on it', async () => {
    const [result] = await probe(fixture('macos_battery/discharging.plist'));
    expect(result).toMatchObject({
      ok: true,
      lastReading: '6.0 W',
      meter: { info: { summed: ['battery'], updatePeriodS: 60 } },
    });
  });

  it('is not the source on mains, and not made a 0 W where it shows no current', async () => {
    expect(await probe(fixture('macos_battery/mains.txt'))).toMatchObject([
      { ok: false, fault: { code: 'meter-not-source' } },
    ]);
    const still = '"Amperage" = 0\n"Voltage" = 12000\n"ExternalConnected" = No';
    expect(await probe(still)).toMatchObject([{ ok: false, fault: { code: 'meter-unreadable' } }]);
  });

  it('is not spoken of on a Mac without one, but is where ioreg hangs', async () => {
    expect(await probe('')).toEqual([]);
    expect(await probe(new Fault('meter-silent', 'ioreg'))).toMatchObject([
      { ok: false, fault: { code: 'meter-silent' } },
    ]);
  });
});

it('keeps all of them to macOS, and off made machines', async () => {
  const clock = new VirtualClock();
  const never = () => Promise.reject(new Error('must not be opened'));
  for (const environment of [fakeEnvironment(clock), mac(clock, { synthetic: true })]) {
    expect([await probeMac(environment, never), await probeAppleBattery(environment)]).toEqual([[], []]);
  }
});
