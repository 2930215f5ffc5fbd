import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { DEFAULT_REQUEST } from '#core/run-request.ts';
import { recordText } from '#core/record/text.ts';
import { runText } from '#report/run-report.ts';
import type { BenchmarkOptions } from '#runner/benchmark.ts';
import { saveRecord } from '#store/history.ts';
import { fakeCli, type FakeCli } from '#test/support/fake-cli.ts';
import { sampleRecord, sampleRow } from '#test/support/sample-record.ts';

let cli: FakeCli;
afterEach(() => rmSync(cli.folder, { recursive: true }));

const inFolder = (name: string) => join(cli.folder, name);
const read = (name: string) => readFileSync(inFolder(name), 'utf8');

describe('bench', () => {
  it('prints the ranking to stdout and everything else to stderr', async () => {
    cli = fakeCli(async ({ places, listener }) => {
      const record = sampleRecord();
      await saveRecord(places.historyDir, record);
      await listener({ kind: 'started', record });
      await listener({ kind: 'notice', text: 'the counter was slow' });
      await listener({ kind: 'finished', record });
      return record;
    });
    const { code, stdout, stderr } = await cli.run('bench');
    expect([code, stdout]).toEqual([0, runText(sampleRecord(), null)]);
    expect(stderr.split('\n')).toEqual([
      'Measuring 2 configurations; energy by rapl-powercap (counter).',
      'Note: the counter was slow',
      `Record: ${inFolder('data/history/2026-01-31T08-30-00Z-0123456789abcdef.joulemark.json')}`,
      '',
    ]);
  });

  it('asks for what the options say, and for the protocol’s own values elsewhere', async () => {
    cli = fakeCli();
    await cli.run('bench');
    await cli.run(
      ...'bench --quick --models a,b --models c --precisions int8 --providers cpu --threads 3'.split(' '),
      ...'--rounds 4 --window-seconds 0.5 --time-limit 60 --seed 0'.split(' '),
    );
    expect(cli.runs.map(({ request }) => request)).toEqual([
      DEFAULT_REQUEST,
      {
        ...DEFAULT_REQUEST,
        models: ['a', 'b', 'c'],
        precisions: ['int8-dynamic', 'int8-static'],
        providers: ['cpu'],
        threads: 3,
        length: 'quick',
        rounds: 4,
        windowSeconds: 0.5,
        timeLimitSeconds: 60,
        seed: 0,
        ratePerS: null,
      },
    ]);
    expect(cli.runs[0]!.electron).toBeNull();
  });

  it('says beforehand what speaks against measuring now, and measures all the same', async () => {
    cli = fakeCli(undefined, [
      { code: 'on-battery', sentence: 'It runs on its battery.', remedy: 'Plug it in.' },
      { code: 'hot', sentence: 'It is hot.', remedy: 'Wait.' },
    ]);
    const { code, stdout, stderr } = await cli.run('bench', '--json', '-');
    expect([code, cli.runs.length]).toEqual([0, 1]);
    expect(stdout).toBe(recordText(sampleRecord()));
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      'Note: It runs on its battery. Plug it in.',
      'Note: It is hot. Wait.',
    ]);
  });

  it('takes its time when it is asked to be thorough', async () => {
    cli = fakeCli();
    await cli.run('bench', '--thorough');
    expect(cli.runs.map(({ request }) => request)).toEqual([{ ...DEFAULT_REQUEST, length: 'thorough' }]);
  });

  it('asks for targets, settings of the session and limits as the options say', async () => {
    cli = fakeCli();
    await cli.run(
      ...'bench --providers webnn:npu,cpu --providers dml --no-fallback --memory-limit 1.5'.split(' '),
      ...'--spinning on,off --arena off'.split(' '),
    );
    await cli.run(...'bench --spinning off --spinning on'.split(' '));
    expect(cli.runs.map(({ request }) => request)).toEqual([
      {
        ...DEFAULT_REQUEST,
        providers: ['webnn:npu', 'cpu', 'dml'],
        noFallback: true,
        memoryLimitBytes: 1.5 * 2 ** 30,
        spinning: [true, false],
        arena: [false],
      },
      { ...DEFAULT_REQUEST, spinning: [false, true] },
    ]);
  });

  it('closes its launchers, whether the run ends well, badly or by Ctrl-C', async () => {
    const open: number[] = [];
    for (const run of [
      async () => sampleRecord(),
      () => Promise.reject(new Fault('internal', 'it broke')),
      async ({ signal }: BenchmarkOptions) => {
        cli.interrupt();
        return sampleRecord({ state: signal.aborted ? 'interrupted' : 'finished' });
      },
    ]) {
      cli = fakeCli((options) => {
        open.push(cli.openLaunchers());
        return run(options);
      });
      await cli.run('bench');
      open.push(cli.openLaunchers());
      rmSync(cli.folder, { recursive: true });
    }
    mkdirSync(cli.folder);
    expect(open).toEqual([1, 0, 1, 0, 1, 0]);
  });

  it('measures from another sysfs root when it is told so', async () => {
    cli = fakeCli();
    mkdirSync(inFolder('made'));
    await cli.run('bench', '--sysfs-root', 'made');
    expect(cli.runs[0]!.places.meterSources.sysfsRoot).toBe(inFolder('made'));
  });

  it('plays a trace, asks a plug and keeps a rate when it is told so', async () => {
    cli = fakeCli();
    await cli.run('bench', '--replay', 'trace.json', '--plug', '192.0.2.7', '--rate', '30');
    const { replayFile, plugAddress } = cli.runs[0]!.places.meterSources;
    expect([replayFile, plugAddress]).toEqual([inFolder('trace.json'), '192.0.2.7']);
    expect(cli.runs[0]!.request.ratePerS).toBe(30);
  });

  it('prints nothing but JSON to stdout with --json -', async () => {
    cli = fakeCli();
    const { stdout } = await cli.run('bench', '--json', '-');
    expect(stdout).toBe(recordText(sampleRecord()));
  });

  it('writes the files that were asked for, beside the table', async () => {
    cli = fakeCli();
    writeFileSync(inFolder('run.csv'), 'an older and much longer content'.repeat(1000));
    const { code, stdout } = await cli.run(
      ...'bench --json run.json --csv run.csv --md run.md --html run.html'.split(' '),
    );
    expect(code).toBe(0);
    expect(stdout).toContain('│ silero-vad │');
    expect(JSON.parse(read('run.json'))).toEqual(sampleRecord());
    expect(read('run.csv')).toMatch(
      /^runId,[^\n]*\r\n0123456789abcdef,[^\n]*\r\n0123456789abcdef,[^\n]*\r\n$/,
    );
    expect(read('run.md')).toContain('| 1 | silero-vad |');
    expect(read('run.html')).toMatch(/^<!doctype html>[^]*silero-vad/);
  });

  it.each([
    ['--json', 'none/run.json'],
    ['--csv', ''],
    ['--submit', 'none/board.jsonl'],
    ['--submit', ''],
  ])('does not begin to measure when %s %j cannot be written', async (option, name) => {
    cli = fakeCli();
    const { code, stdout, stderr } = await cli.run(
      'bench',
      option,
      join(cli.folder, name),
      ...(option === '--submit' ? ['--yes'] : []),
    );
    expect([code, stdout, cli.runs]).toEqual([1, '', []]);
    expect(stderr).toContain(join(cli.folder, name));
  });

  it('keeps the ranking when a file cannot be written in the end', async () => {
    cli = fakeCli(async () => {
      mkdirSync(inFolder('run.json'));
      return sampleRecord();
    });
    const { code, stdout, stderr } = await cli.run('bench', '--json', 'run.json', '--csv', 'run.csv');
    expect(code).toBe(1);
    expect(stdout).toContain('│ silero-vad │');
    expect(stderr).toContain(`cannot write ${inFolder('run.json')}`);
    expect(existsSync(inFolder('run.csv'))).toBe(true);
  });

  it('submits, and says how much and where', async () => {
    cli = fakeCli(async () =>
      sampleRecord({
        rows: [sampleRow(), sampleRow({ threads: 1, verdict: 'failed', reasons: ['it died'] })],
      }),
    );
    const { code, stderr } = await cli.run('bench', '--submit', 'board.jsonl', '--yes');
    expect(code).toBe(0);
    expect(read('board.jsonl').split('\n')).toHaveLength(2);
    expect(stderr).toContain(`Submitted 1 line to ${inFolder('board.jsonl')}.`);
    expect(stderr).toContain(
      'Not submitted: silero-vad, fp32, cpu, 1 thread, batch 1: the configuration is failed',
    );
  });

  it('refuses to submit a synthetic run, and prints its ranking all the same', async () => {
    cli = fakeCli(async () => sampleRecord({ synthetic: true }));
    const { code, stdout, stderr } = await cli.run('bench', '--submit', 'board.jsonl', '--yes');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^SYNTHETIC run/);
    expect(stderr).toContain('the run is synthetic');
    expect(existsSync(inFolder('board.jsonl'))).toBe(false);
  });

  it('fails when every configuration failed', async () => {
    cli = fakeCli(async () =>
      sampleRecord({ rows: [sampleRow({ verdict: 'failed', reasons: ['it died'] })] }),
    );
    expect(await cli.run('bench')).toMatchObject({ code: 1, stdout: expect.stringContaining('it died') });
  });

  it('tells of a configuration that fails at once, with the remedy', async () => {
    cli = fakeCli(async ({ listener }) => {
      const fault = {
        code: 'worker-died' as const,
        message: 'The worker ended: killed',
        remedy: 'Look at it.',
      };
      await listener({ kind: 'configuration-failed', configuration: sampleRow(), fault });
      return sampleRecord();
    });
    const { code, stderr } = await cli.run('bench');
    expect(code).toBe(0);
    expect(stderr).toContain('silero-vad fp32 cpu failed: The worker ended: killed. Look at it.');
  });

  it.each([
    ['unknown-model', 2],
    ['nothing-to-run', 2],
    ['interrupted', 130],
    ['worker-died', 1],
  ] as const)('ends with the fault %s as %i', async (code, exitCode) => {
    cli = fakeCli(() => Promise.reject(new Fault(code, 'what it was', { remedy: 'what to do' })));
    expect(await cli.run('bench')).toEqual({
      code: exitCode,
      stdout: '',
      stderr: 'joulemark: what it was\n  what to do\n',
    });
  });

  it('names the record when a run breaks off after some rounds', async () => {
    cli = fakeCli(async ({ places, listener }) => {
      const record = sampleRecord({ state: 'running' });
      await saveRecord(places.historyDir, record);
      await listener({ kind: 'round-finished', record });
      throw new Error('something unforeseen');
    });
    const { code, stderr } = await cli.run('bench');
    expect(code).toBe(1);
    expect(stderr).toContain('0123456789abcdef.joulemark.json');
    expect(stderr).toContain('joulemark: something unforeseen');
  });
});

describe('Ctrl-C', () => {
  it('stops the run, prints the rounds that were finished, submits nothing, and ends with 130', async () => {
    cli = fakeCli(async ({ signal }) => {
      const aborted = new Promise<void>((resolve) => {
        signal.addEventListener('abort', resolve, { once: true });
      });
      cli.interrupt();
      await aborted;
      return sampleRecord({ state: 'interrupted' });
    });
    const { code, stdout, stderr } = await cli.run('bench', '--submit', 'board.jsonl', '--yes');
    expect(code).toBe(130);
    expect(stdout).toContain('The run was interrupted in its round 3');
    expect(stderr).toContain('Press Ctrl-C again to leave at once.');
    expect(stderr).toContain(`joulemark submit 0123456789abcdef ${inFolder('board.jsonl')}`);
    expect(existsSync(inFolder('board.jsonl'))).toBe(false);
  });
});
