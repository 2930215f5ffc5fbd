import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { MeterStatus } from '#core/record/schema.ts';
import type { Suite } from '#core/suite.ts';
import { metersText } from '#report/meters-report.ts';
import { fakeCli, type FakeCli } from '#test/support/fake-cli.ts';
import { sampleRecord } from '#test/support/sample-record.ts';

let cli: FakeCli;
afterEach(() => rmSync(cli.folder, { recursive: true, force: true }));

const METERS: MeterStatus[] = [
  {
    status: 'unavailable',
    id: 'rapl-powercap',
    tier: 'counter',
    domains: ['package'],
    fault: { code: 'meter-no-permission', message: 'cannot read energy_uj (EACCES)', remedy: 'See below.' },
    fix: 'sudo chgrp joulemark-power energy_uj\n# To undo it: sudo chgrp root energy_uj\n',
  },
  {
    status: 'available',
    id: 'estimate',
    tier: 'estimate',
    domains: ['package'],
    summed: ['package'],
    source: 'processor time',
    deviceName: null,
    updatePeriodS: null,
    resolutionJ: null,
    accuracyRatio: null,
    lastReading: null,
  },
];

const suite: Suite = {
  models: [],
  licences: [],
  devices: [],
  machine: sampleRecord().machine,
  software: sampleRecord().software,
  meters: METERS,
  onMains: null,
  synthetic: false,
};

describe('joulemark meters', () => {
  it('prints each meter as JSON', async () => {
    cli = fakeCli();
    Object.assign(cli.context, { describeSuite: () => Promise.resolve(suite) });
    const { code, stdout } = await cli.run('meters', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ synthetic: false, meters: METERS });
  });

  it('shows why a meter cannot be used, and the commands that mend it, unbroken', () => {
    cli = fakeCli();
    const text = metersText(METERS, false, 60);
    expect(text).toContain('cannot read energy_uj (EACCES)');
    expect(text).toContain('    sudo chgrp joulemark-power energy_uj\n');
    expect(text).toContain('are estimates from processor time');
  });

  it('says that a made tree is not this machine', () => {
    cli = fakeCli();
    expect(metersText(METERS, true, null)).toMatch(/^SYNTHETIC/);
  });
});

describe('joulemark meters record', () => {
  it('records the meter that was asked for, from the source that was given', async () => {
    cli = fakeCli();
    const asked: unknown[] = [];
    Object.assign(cli.context, {
      recordMeter: (options: object) => {
        asked.push(options);
        return Promise.resolve('Recorded 3 samples.');
      },
    });
    const { code, stderr } = await cli.run(
      'meters',
      '--plug',
      'plug.local',
      'record',
      'x.json',
      '--seconds',
      '5',
    );
    expect(code).toBe(0);
    expect(stderr).toContain('Recorded 3 samples.');
    expect(asked[0]).toMatchObject({ file: join(cli.folder, 'x.json'), durationS: 5, meterId: null });
    expect(asked[0]).toMatchObject({ places: { meterSources: { plugAddress: 'plug.local' } } });
  });

  it('refuses a length that is none', async () => {
    cli = fakeCli();
    const { code, stderr } = await cli.run('meters', 'record', 'x.json', '--seconds', '0');
    expect(code).toBe(2);
    expect(stderr).toContain('seconds from 1 to 86400');
    expect(existsSync(join(cli.folder, 'x.json'))).toBe(false);
  });
});

describe('README', () => {
  it('names the variables that stand for the options', () => {
    cli = fakeCli();
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    for (const name of ['JOULEMARK_SYSFS', 'JOULEMARK_REPLAY', 'JOULEMARK_PLUG'])
      expect(readme).toContain(name);
  });
});
