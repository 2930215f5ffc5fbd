import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fault } from '#core/errors.ts';
import type { CliContext } from '#cli/context.ts';
import { fakeCli, type FakeCli } from '#test/support/fake-cli.ts';
import { sampleImport, sampleQuantize, sampleVariants } from '#test/support/sample-toolkit.ts';

let cli: FakeCli;
const calls = {
  tabulateVariants: vi.fn<CliContext['tabulateVariants']>(),
  importModel: vi.fn<CliContext['importModel']>(),
  removeModel: vi.fn<CliContext['removeModel']>(),
  quantize: vi.fn<CliContext['quantize']>(),
};
beforeEach(() => {
  cli = fakeCli();
  Object.assign(cli.context, calls);
  calls.tabulateVariants.mockReset().mockResolvedValue(sampleVariants());
  calls.importModel.mockReset().mockResolvedValue(sampleImport());
  calls.removeModel.mockReset().mockResolvedValue();
  calls.quantize.mockReset().mockResolvedValue(sampleQuantize());
});
afterEach(() => rmSync(cli.folder, { recursive: true }));

const run = (line: string) => cli.run(...line.split(' '));
const inFolder = (name: string) => join(cli.folder, name);

describe('models variants', () => {
  it.each([
    ['models variants a b', ['a', 'b']],
    ['models variants --all', ['default']],
    ['models variants --everything', ['all']],
  ])('%s asks for %j', async (line, models) => {
    expect((await run(line)).code).toBe(0);
    expect(calls.tabulateVariants.mock.lastCall?.[0]).toMatchObject({ models, precisions: null });
  });

  it('asks for the precisions that a name stands for', async () => {
    await run('models variants a --precisions int8,fp16');
    expect(calls.tabulateVariants.mock.lastCall?.[0].precisions).toEqual([
      'fp16',
      'int8-dynamic',
      'int8-static',
    ]);
  });

  it('prints the table to stdout in each form, and the steps to stderr', async () => {
    calls.tabulateVariants.mockImplementation(async ({ onStep }) => {
      onStep({ model: 'a', precision: 'int4', number: 3, of: 8 });
      return sampleVariants();
    });
    const { stdout, stderr } = await run('models variants a');
    expect(stdout).toContain('│ silero-vad');
    expect(stderr).toBe('a int4 (3 of 8) …\n');
    expect((await run('models variants a --md')).stdout).toMatch(/^\| model \|/);
    expect((await run('models variants a --csv')).stdout).toMatch(/^model,kind,precision/);
    expect(JSON.parse((await run('models variants a --json')).stdout)).toEqual(sampleVariants());
  });

  it('ends with 1 when a pair failed, and still prints the others', async () => {
    const table = sampleVariants();
    const fault = new Fault('session-failed', 'ONNX Runtime refused it').toWire();
    const failed = { ...table.rows[0]!, fidelity: null, fault };
    calls.tabulateVariants.mockResolvedValue({ ...table, rows: [failed, ...table.rows.slice(1)] });
    const { code, stdout } = await run('models variants a');
    expect(code).toBe(1);
    expect(stdout).toContain('ONNX Runtime refused it');
    expect(stdout).toContain('int8-dynamic');
  });

  it('ends with 130 after Ctrl-C', async () => {
    calls.tabulateVariants.mockImplementation(async ({ signal }) => {
      cli.interrupt();
      expect(signal.aborted).toBe(true);
      throw new Fault('interrupted', 'Stopped.');
    });
    expect((await run('models variants a')).code).toBe(130);
  });

  it.each([
    'models variants',
    'models variants a --all',
    'models variants --all --everything',
    'models variants a --precisions int9',
    'models variants a --md --json',
  ])('%s is wrong usage', async (line) => {
    expect(await run(line)).toMatchObject({ code: 2, stdout: '' });
    expect(calls.tabulateVariants).not.toHaveBeenCalled();
  });
});

describe('models import', () => {
  it('asks with nothing but the file, from the caller’s folder', async () => {
    const { code, stdout } = await run('models import net.onnx');
    expect(code).toBe(0);
    expect(stdout).toContain('as sample');
    expect(calls.importModel.mock.lastCall?.[0]).toMatchObject({
      ...{ file: inFolder('net.onnx'), id: null, shapes: {}, inputs: null, normalisation: 'unit' },
      ...{ classes: null, minSqnrDb: null },
    });
  });

  it('asks for what the options say', async () => {
    await run(
      'models import net.onnx --id mine --shape x=1,3,64x64 --shape a=b:0=1 --shape s= --inputs pics --normalise imagenet --classes y --min-sqnr 20.5',
    );
    expect(calls.importModel.mock.lastCall?.[0]).toMatchObject({
      ...{ id: 'mine', inputs: inFolder('pics'), normalisation: 'imagenet', classes: 'y', minSqnrDb: 20.5 },
      shapes: { x: [1, 3, 64, 64], 'a=b:0': [1], s: [] },
    });
  });

  it('prints what was found as JSON', async () => {
    expect(JSON.parse((await run('models import net.onnx --json')).stdout)).toEqual(sampleImport());
  });

  it.each([
    ['models import', "missing required argument 'file'"],
    ['models import a.onnx --shape x', 'as in x=1,3,224,224'],
    ['models import a.onnx --shape x=1,-3', 'as in x=1,3,224,224'],
    ['models import a.onnx --shape =1,3', 'as in x=1,3,224,224'],
    ['models import a.onnx --shape x=1 --shape x=2', 'has two shapes'],
    ['models import a.onnx --normalise imagnet', 'unit, signed, imagenet'],
    ['models import a.onnx --min-sqnr loud', 'It takes decibels'],
  ])('%s is wrong usage', async (line, message) => {
    const { code, stderr } = await run(line);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(calls.importModel).not.toHaveBeenCalled();
  });

  it.each([
    ['input-invalid', 1],
    ['model-corrupt', 1],
    ['wrong-usage', 2],
  ] as const)('that fails with %s ends with %i and prints nothing to stdout', async (code, exitCode) => {
    calls.importModel.mockRejectedValue(new Fault(code, 'why it failed', { remedy: 'what to do' }));
    expect(await run('models import a.onnx')).toEqual({
      code: exitCode,
      stdout: '',
      stderr: 'joulemark: why it failed\n  what to do\n',
    });
  });
});

describe('models remove', () => {
  it('forgets the model and says that its file stays', async () => {
    const { code, stdout, stderr } = await run('models remove mine');
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('its file was left alone');
    expect(calls.removeModel.mock.lastCall).toEqual(['mine', cli.places]);
  });
});

describe('quantize', () => {
  it('asks for the usual settings where none are given', async () => {
    const { code, stdout } = await run('quantize in.onnx out.onnx --precision fp16');
    expect(code).toBe(0);
    expect(stdout).toContain('Wrote');
    expect(calls.quantize.mock.lastCall?.[0]).toMatchObject({
      ...{
        input: inFolder('in.onnx'),
        output: inFolder('out.onnx'),
        precision: 'fp16',
        inputs: null,
        force: false,
      },
      choices: { method: null, activations: null, weights: null, blockSize: null, symmetric: null },
      mayMakeInputs: false,
    });
  });

  it('asks for what the options say', async () => {
    await run(
      'quantize i o --precision int8-static --calibrate dir --method entropy --activations symmetric --weights int8 --force',
    );
    expect(calls.quantize.mock.lastCall?.[0]).toMatchObject({
      ...{ precision: 'int8-static', inputs: inFolder('dir'), force: true },
      choices: { method: 'entropy', activations: 'symmetric', weights: 'int8' },
    });
    await run('quantize i o --precision int4 --block-size 128 --symmetric');
    expect(calls.quantize.mock.lastCall?.[0].choices).toMatchObject({ blockSize: 128, symmetric: true });
  });

  it.each([
    ['quantize i o', "required option '--precision <name>'"],
    ['quantize i --precision fp16', "missing required argument 'out'"],
    ['quantize i o --precision fp32', 'nothing would change'],
    ['quantize i o --precision int8', 'int8-dynamic and int8-static: choose one'],
    ['quantize i o --precision int5', 'Did you mean "int4"?'],
    ['quantize i o --precision fp16 --block-size 32', '--block-size is about int4, not about fp16'],
    ['quantize i o --precision int8-dynamic --method entropy', '--method is about int8-static'],
    ['quantize i o --precision fp16 --seeded-inputs', '--seeded-inputs is about int8-static'],
    ['quantize i o --precision int4 --weights int8', '--weights is about int8-static and int8-dynamic'],
    ['quantize i o --precision int4 --block-size 48', 'It takes 32, 64 or 128.'],
    ['quantize i o --precision int8-static --method mse', 'min-max, percentile, entropy'],
  ])('%s is wrong usage', async (line, message) => {
    const { code, stdout, stderr } = await run(line);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
    expect(calls.quantize).not.toHaveBeenCalled();
  });

  it('without anything to calibrate on ends with 2', async () => {
    calls.quantize.mockRejectedValue(new Fault('calibration-missing', 'none were given'));
    expect((await run('quantize i o --precision int8-static')).code).toBe(2);
  });
});
