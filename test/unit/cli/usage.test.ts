import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { fakeCli } from '#test/support/fake-cli.ts';

const cli = fakeCli();
afterAll(() => rmSync(cli.folder, { recursive: true }));

describe('wrong usage', () => {
  it.each([
    [['bench', '--quik'], "unknown option '--quik'. Did you mean --quick?"],
    [['bench', '--modles=a'], 'Did you mean --models?'],
    [['bench', '--frobnicate'], 'Valid: --quick, --thorough, --models, --precisions'],
    [['leaderboard', 'rank', 'x', '--jsno'], 'Did you mean --json?'],
    [['benhc'], "unknown command 'benhc'. Did you mean bench?"],
    [['leaderboard', 'validat', 'x'], 'Did you mean validate?'],
    [[], 'a command is missing'],
    [['models'], 'a command is missing'],
    [['bench', 'extra'], 'too many arguments'],
    [['leaderboard', 'validate'], "missing required argument 'file'"],
    [['leaderboard', 'rank', 'x', '--json', '--md'], 'cannot be used with'],
    [['bench', '--thorough', '--quick'], 'cannot be used with'],
    [['bench', '--models'], 'argument missing'],
    [['bench', '--models', 'a,,b'], 'names with commas between them'],
    [['bench', '--precisions', 'int9'], 'There is no precision "int9".'],
    [['bench', '--precisions', 'fp23'], 'Did you mean "fp32"? Valid: fp32, fp16, int8-dynamic,'],
    [['bench', '--providers', 'cudo'], 'There is no provider "cudo". Did you mean "cuda"?'],
    [['bench', '--providers', 'wbgpu:0'], 'There is no provider "wbgpu". Did you mean "webgpu"?'],
    [['bench', '--providers', 'webnn:tpu'], 'There is no unit of webnn "tpu". Did you mean "cpu"?'],
    [['bench', '--providers', 'webnn:quantum'], 'There is no unit of webnn "quantum". Valid: cpu, gpu, npu.'],
    [['bench', '--providers', 'coreml:cpuandgpu'], 'Did you mean "cpuAndGPU"?'],
    [['bench', '--providers', 'cpu,wasm:1'], 'wasm has no units: "wasm:1".'],
    [['bench', '--providers', 'dml:first'], 'The units of dml are numbers, such as dml:0: "dml:first".'],
    [['bench', '--providers', 'webnn:npu:1'], 'There is no unit of webnn "npu:1"'],
    [['bench', '--no-fallbak'], 'Did you mean --no-fallback?'],
    [['bench', '--fallback'], "unknown option '--fallback'"],
    [['bench', '--spinning', 'true'], 'It takes on, off, or on,off.'],
    [['bench', '--arena', 'on,'], 'names with commas between them'],
    [['bench', '--memory-limit', '0.01'], 'GiB from 0.0625 to 65536'],
    [['bench', '--memory-limit', '4GB'], 'GiB from 0.0625 to 65536'],
    [['bench', '--rounds', '1'], 'whole number from 2 to 1000'],
    [['bench', '--rounds', '2.5'], 'whole number from 2 to 1000'],
    [['bench', '--rounds', ''], 'whole number from 2 to 1000'],
    [['bench', '--threads', '0'], 'whole number from 1 to 1024'],
    [['bench', '--threads', '-1'], 'whole number from 1 to 1024'],
    [['bench', '--window-seconds', '0.05'], 'seconds from 0.1 to 600'],
    [['bench', '--window-seconds', '1e3'], 'seconds from 0.1 to 600'],
    [['bench', '--time-limit', '0'], 'seconds above 0, up to 86400'],
    [['bench', '--time-limit', 'NaN'], 'seconds above 0, up to 86400'],
    [['bench', '--seed', '4294967296'], 'whole number from 0 to 4294967295'],
    [['bench', '--json', '-', '--md', '-'], '--json and --md cannot both write to stdout'],
    [['bench', '--json', 'a', '--csv', './a'], '--json and --csv cannot both write to'],
    [['bench', '--sysfs-root', 'none'], 'there is no folder'],
  ])('%j ends with 2 and says what is right', async (args, message) => {
    const { code, stdout, stderr } = await cli.run(...args);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/\n {2}\S/);
    expect([code, stdout]).toEqual([2, '']);
    expect(cli.runs).toEqual([]);
  });
});

describe('help and version', () => {
  it('are results: on stdout, with 0', async () => {
    expect(await cli.run('--version')).toEqual({ code: 0, stdout: '9.8.7\n', stderr: '' });
    for (const args of [['--help'], ['bench', '--help'], ['help', 'bench']]) {
      const { code, stdout, stderr } = await cli.run(...args);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('Examples:');
    }
  });

  it('names every option that bench has', async () => {
    const { stdout } = await cli.run('bench', '--help');
    const asked =
      '--quick --thorough --models --precisions --providers --threads --rounds --window-seconds --time-limit --seed';
    const devices = '--no-fallback --spinning --arena --memory-limit';
    for (const option of `${asked} ${devices} --json --csv --md --submit --sysfs-root`.split(' ')) {
      expect(stdout).toContain(option);
    }
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('webnn[:cpu|gpu|npu]');
    expect(stdout).toMatch(/^ {2}tensorrt {4}NVIDIA TensorRT$/m);
  });

  it('print the schemas', async () => {
    expect(JSON.parse((await cli.run('record', 'schema')).stdout).title).toBe('Joulemark record');
    expect(JSON.parse((await cli.run('leaderboard', 'schema')).stdout).title).toBe('Joulemark submission');
  });
});
