import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { reproduceArguments, reproduceCommand, shellWord } from '#core/format/reproduce.ts';
import { QUICK, STANDARD } from '#core/protocol/constants.ts';
import { DEFAULT_REQUEST } from '#core/run-request.ts';
import { fakeCli, type FakeCli } from '#test/support/fake-cli.ts';
import { sampleRecord, sampleRow } from '#test/support/sample-record.ts';

let cli: FakeCli;
afterEach(() => rmSync(cli.folder, { recursive: true, force: true }));

const plan = { ...sampleRecord().plan, seed: 7 };

/** What the command line makes of it. */
async function requested(row: Parameters<typeof reproduceArguments>[0], changes: Partial<typeof plan> = {}) {
  cli = fakeCli();
  const { stderr } = await cli.run(...reproduceArguments(row, { ...plan, ...changes }));
  expect(stderr).not.toContain('rror');
  return cli.runs[0]?.request;
}

describe('reproduceArguments', () => {
  it('ask for exactly this configuration, at the same seed', async () => {
    const constants = { ...STANDARD };
    expect(await requested(sampleRow({ precision: 'int8-static', threads: 3 }), { constants })).toEqual({
      ...DEFAULT_REQUEST,
      models: ['silero-vad'],
      precisions: ['int8-static'],
      providers: ['cpu'],
      threads: 3,
      seed: 7,
    });
  });

  it('name the unit, the session’s settings and the rate', async () => {
    const row = sampleRow({ provider: 'webnn', unit: 'npu', spinning: false, arena: false });
    const scenario = { kind: 'fixed-rate', ratePerS: 12.5 } as const;
    expect(await requested(row, { scenario, constants: { ...QUICK } })).toMatchObject({
      providers: ['webnn:npu'],
      spinning: [false],
      arena: [false],
      length: 'quick',
      ratePerS: 12.5,
    });
  });

  it('carry what was changed of the protocol’s own lengths', async () => {
    const constants = {
      ...QUICK,
      minRounds: 4,
      maxRounds: 4,
      windowSeconds: 0.5,
      timeLimitSeconds: 60,
    };
    expect(await requested(sampleRow(), { constants })).toMatchObject({
      length: 'quick',
      rounds: 4,
      windowSeconds: 0.5,
      timeLimitSeconds: 60,
    });
  });
});

describe('reproduceCommand', () => {
  it('is one line for a shell', () => {
    cli = fakeCli();
    expect(
      reproduceCommand(sampleRow({ provider: 'dml', unit: '0' }), { ...plan, constants: { ...QUICK } }),
    ).toBe(
      'npx joulemark bench --models silero-vad --precisions fp32 --providers dml:0 --threads 2 --quick --seed 7',
    );
  });

  it.skipIf(process.platform === 'win32')('gives a shell the name as it is, whatever is in it', () => {
    for (const name of ["it's", '$(id)', 'a b', '`x`', '"', '\\', 'ünï', '--x; rm -rf /', '~', '*', '']) {
      const seen = execFileSync('sh', ['-c', `printf '%s' ${shellWord(name)}`], { encoding: 'utf8' });
      expect(seen).toBe(name);
    }
  });
});
