import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { replayAll } from '#test/recordings/replay.ts';
import { madeRecordings, type MadeRecording } from '#test/support/made-recording.ts';

const roots: string[] = [];
afterEach(() => roots.splice(0).forEach((root) => rmSync(root, { recursive: true })));

async function replayed(recordings: Readonly<Record<string, MadeRecording>>) {
  const root = madeRecordings(recordings);
  roots.push(root);
  const lines: string[] = [];
  const exitCode = await replayAll([root], (line) => lines.push(line));
  return { exitCode, lines, last: lines.at(-1) };
}

const reading = (domain: string, quantity: string, value: number | null, unit: string) => ({
  ...{ domain, quantity, value, unit },
});

const POWERCAP = 'sys/class/powercap';
const HWMON = 'sys/class/hwmon/hwmon7';
const SUPPLY = 'sys/class/power_supply/BAT1';

/** Made up, each in the shape of a kind of recording. */
const GOOD: Readonly<Record<string, MadeRecording>> = {
  'rapl_powercap/one_denied': {
    files: {
      [`${POWERCAP}/intel-rapl:1/name`]: 'package-0',
      [`${POWERCAP}/intel-rapl:1/energy_uj`]: '5000000',
      [`${POWERCAP}/intel-rapl:1/max_energy_range_uj`]: '262143328850',
      [`${POWERCAP}/intel-rapl:1:0/name`]: 'dram',
      [`${POWERCAP}/intel-rapl:1:0/energy_uj.ERRNO`]: 'EACCES',
      [`${POWERCAP}/intel-rapl-mmio:0/name`]: 'package-0',
      [`${POWERCAP}/intel-rapl-mmio:0/energy_uj`]: '6000000',
      [`${POWERCAP}/intel-rapl-mmio:0/max_energy_range_uj`]: '262143328850',
    },
    expected: {
      readings: [
        reading('package-0', 'energy_counter', 5, 'J'),
        reading('package-0 mmio', 'energy_counter', 6, 'J'),
      ],
      total_domains: ['package-0'],
      not_in_total: { 'intel-rapl-mmio:0': 'the same energy again' },
      not_available: ['dram (permission)', 'psys'],
    },
  },
  'hwmon_power/unreadable_average': {
    files: {
      [`${HWMON}/name`]: 'amdgpu',
      [`${HWMON}/power1_average.ERRNO`]: 'EINVAL',
      [`${HWMON}/temp1_input`]: '41000',
    },
    expected: {
      readings: [reading('amdgpu', 'temperature', 41, 'C')],
      not_available: ['power1_average (EINVAL)'],
    },
  },
  'power_supply/charge': {
    files: {
      [`${SUPPLY}/uevent`]:
        'POWER_SUPPLY_TYPE=Battery\nPOWER_SUPPLY_STATUS=Discharging\nPOWER_SUPPLY_VOLTAGE_NOW=11000000\nPOWER_SUPPLY_CURRENT_NOW=-1500000\n',
    },
    expected: {
      readings: [reading('BAT1', 'power', 16.5, 'W')],
      status: 'Discharging',
      not_available: ['energy_now'],
    },
  },
  'thermal_cpu/board_zone': {
    files: {
      'sys/class/thermal/thermal_zone0/type': 'acpitz',
      'sys/class/thermal/thermal_zone0/temp': '-44000',
      'sys/class/thermal/thermal_zone1/type': 'cpu-thermal',
      'sys/class/thermal/thermal_zone1/temp': '49925',
    },
    expected: { cpu_temperature_C: 49.925, not_available: ['acpitz'] },
  },
  'jetson_tegrastats/nano': {
    files: { 'tegrastats.txt': 'RAM 1/2MB CPU@26.5C PMIC@100C POM_5V_IN 2100/2050 POM_5V_GPU 80/82\n' },
    expected: {
      rails: { POM_5V_GPU: { cur_mW: 80, avg_mW: 82 } },
      total_power_W: 2.1,
      total_from: ['POM_5V_IN'],
    },
  },
  'raspberry_pi/pmic': {
    files: { 'adc.txt': ' CORE_A current(7)=1.5A\n CORE_V volt(15)=0.8V\n EXT5V_V volt(24)=5.1V\n' },
    expected: { rails: { CORE: { A: 1.5, V: 0.8, W: 1.2 } }, sum_W: 1.2 },
  },
  'rocm_smi/two_dies': {
    files: {
      'out.txt':
        'GPU[0]\t\t: Average Graphics Package Power (W): 237.0\nGPU[1]\t\t: Average Graphics Package Power (W): N/A (Secondary die)\n',
    },
    expected: { cards: { card0: { power_W: 237 }, card1: { power_W: null } }, total_power_W: 237 },
  },
  'amd_smi/units': {
    files: { 'out.json': '[{"gpu": 0, "power": {"socket_power": {"value": 20, "unit": "W"}}}]' },
    expected: { readings: [reading('gpu 0', 'power', 20, 'W')], not_available: ['energy'] },
  },
  'no_meter/nothing': {
    files: { 'probe.txt': '$ ls -la /sys/class/thermal\ntotal 0\nexit 0\n' },
    expected: { readings: [], not_available: ['every meter'] },
  },
};

describe('replaying recordings', () => {
  it.each(Object.entries(GOOD))('agrees with %s', async (title, recording) => {
    const { lines, last } = await replayed({ [title]: recording });
    expect(lines[0]).toMatch(/^ok /);
    expect(last).toBe('1 passed, 0 failed');
  });

  it('fails what the parser does not give, and the whole with it', async () => {
    const wrong = {
      files: { 'tegrastats.txt': 'VDD_IN 5200/5100\n' },
      expected: { rails: { VDD_IN: { cur_mW: 5201, avg_mW: 5200 } }, total_power_W: 5.2 },
    };
    const { exitCode, lines, last } = await replayed({ ...GOOD, 'jetson_tegrastats/wrong': wrong });
    expect(exitCode).toBe(1);
    expect(lines.filter((line) => line.startsWith('FAIL'))).toEqual([
      expect.stringContaining('jetson_tegrastats/wrong') as string,
    ]);
    expect(lines.join('\n')).toContain('rails VDD_IN avg_mW: expected 5200 mW, got 5100');
    expect(last).toBe('9 passed, 1 failed');
  });

  it('fails a kind that nobody replays', async () => {
    const { exitCode, lines } = await replayed({
      'crystal_ball/one': { files: {}, expected: { readings: [] } },
    });
    expect(exitCode).toBe(1);
    expect(lines.join('\n')).toContain('no adapter for the kind crystal_ball');
  });

  it('fails a table of readings that was not looked at, and names what else was left aside', async () => {
    const { lines } = await replayed({
      'jetson_tegrastats/more': {
        files: { 'tegrastats.txt': 'VDD_IN 5200/5100\n' },
        expected: { total_power_W: 5.2, states: { idle: 1 }, comment_of_ours: 3 },
      },
    });
    expect(lines.join('\n')).toContain('states: nothing was compared');
    expect(lines[0]).toContain('(not compared: comment_of_ours)');
  });

  it('does not pass where there is nothing to replay', async () => {
    expect((await replayed({})).exitCode).toBe(1);
  });
});
