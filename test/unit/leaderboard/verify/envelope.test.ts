import { describe, expect, it } from 'vitest';
import { mostPowerW } from '#core/leaderboard/verify/envelope.ts';
import { powerDoubts } from '#core/leaderboard/verify/plausible/power.ts';
import { counterStepDoubts } from '#core/leaderboard/verify/plausible/counter-steps.ts';
import type { Submission } from '#core/leaderboard/schema.ts';
import { consistentLines } from '#test/support/consistent-record.ts';

const [entry] = consistentLines();
const { submission } = entry!;
const machine = (logicalCpus: number, gpus: string[] = []): Submission => ({
  ...submission,
  device: { ...submission.device, logicalCpus, physicalCores: null, gpus },
});
const [window] = submission.windows;
const drawing = (base: Submission, energyByDomain: Submission['windows'][number]['energyByDomain']) =>
  powerDoubts({ ...base, windows: [{ ...window!, durationS: 1, energyByDomain }] });

describe('the power envelope', () => {
  it.each([
    ['a processor of 64 cores', 128, { package: 360 }],
    ['two of 96 cores, with their memory', 384, { package: 1000, dram: 180 }],
    ['a process that is confined to two processors of such a server', 2, { package: 700 }],
    ['an H100', 16, { gpu: 700 }],
    ['a B300', 256, { gpu: 1400 }],
    ['a socket with its GPU (MI300A)', 48, { soc: 760 }],
    ['a notebook’s battery', 16, { battery: 240 }],
    ['a phone', 8, { soc: 6 }],
  ] as const)('takes %s', (_, cpus, energies) => {
    expect(drawing(machine(cpus), energies)).toEqual([]);
  });

  it('takes a server of eight cards at the wall', () => {
    const gpus = Array.from({ length: 8 }, () => 'NVIDIA B200');
    expect(drawing(machine(224, gpus), { wall: 14_300 })).toEqual([]);
  });

  it.each([
    ['a notebook’s processor at 5 kW', 16, { package: 5000 }],
    ['a phone at 5 kW', 8, { soc: 5000 }],
    ['a card at 5 kW', 16, { gpu: 5000 }],
    ['a battery at 5 kW', 16, { battery: 5000 }],
    ['a notebook at the wall at 5 kW', 16, { wall: 5000 }],
  ] as const)('does not take %s', (_, cpus, energies) => {
    const [doubt] = drawing(machine(cpus), energies);
    expect(doubt).toMatch(/^windows\[0\] \w+: 5000 W, and such a machine draws at most \d+ W$/);
  });

  it('does not take energy that flows back', () => {
    expect(drawing(machine(8), { package: -0.5 })).toEqual([
      'windows[0] package: -0.5 J; what was drawn is never below 0',
    ]);
  });

  it('grows with the processors of a machine, and not with those of a card', () => {
    expect(mostPowerW('package', machine(128))).toBeGreaterThan(mostPowerW('package', machine(8)));
    expect(mostPowerW('gpu', machine(128))).toBe(mostPowerW('gpu', machine(8)));
  });
});

describe('a counter’s steps', () => {
  const metered = (id: string, energyJ: number, tier: Submission['tier'] = 'counter'): string[] =>
    counterStepDoubts({
      ...submission,
      ...{ tier, meter: { ...submission.meter, id, tier, resolutionJ: 0.001 } },
      windows: [{ ...window!, energyJ, energyByDomain: { package: energyJ }, uncertaintyJ: 0.01 }],
    });

  it.each([
    ['rapl-powercap', 12_345_678 * 1e-6],
    ['hwmon:amdgpu:0', 17 * 1e-6],
    ['nvml:0', 123_456 * 1e-3],
    ['emi', 2_777_777_777_777 * 3.6e-9],
    ['energy-meter', 1_000_000_007 * 3.6e-9 + 999_999_937 * 3.6e-9],
  ])('are whole counts of %s', (id, energyJ) => {
    expect(metered(id, energyJ)).toEqual([]);
  });

  it.each([
    ['rapl-powercap', 12.3456785],
    ['nvml:0', 123.4565],
    ['emi', 1.8e-9],
  ])('are never parts of a count of %s', (id, energyJ) => {
    expect(metered(id, energyJ).join()).toContain('is no whole number of');
  });

  it('are not asked of a power reading, nor of a counter that nobody knows', () => {
    expect(metered('hwmon:amdgpu:0', 0.123456789, 'sensor')).toEqual([]);
    expect(metered('ioreport', 0.123456789, 'model')).toEqual([]);
  });

  it('resolve an energy no better than they are', () => {
    const [doubt] = counterStepDoubts({
      ...submission,
      meter: { ...submission.meter, resolutionJ: 4 },
      windows: [{ ...window!, uncertaintyJ: 0.01 }],
    });
    expect(doubt).toContain('±0.01 J, but the meter moves by 4 J');
  });
});
