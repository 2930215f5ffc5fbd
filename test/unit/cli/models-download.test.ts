import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImportReport } from '#core/imported.ts';
import { downloadModels, type DownloadedModel } from '#runner/download-models.ts';
import { hostOf, PauseClock, routes, serve, sha256Of, text } from '#test/support/download-server.ts';
import { fakeCli, type FakeCli } from '#test/support/fake-cli.ts';
import { sampleEntry, sampleManifest } from '#test/support/sample-downloads.ts';

const MODEL = Uint8Array.from({ length: 2000 }, (_, at) => at % 200);
const DATA = Uint8Array.from({ length: 3000 }, (_, at) => at % 100);
const file = (url: string, bytes: Uint8Array) => ({
  url,
  bytes: bytes.length,
  sha256: sha256Of(bytes),
  lfs: false,
});
const entry = sampleEntry({
  variants: [
    { precision: 'fp32', files: [file('made.onnx', MODEL), file('made.onnx_data', DATA)] },
    { precision: 'quantized', files: [file('small.onnx', DATA)] },
  ],
});
const LIST = JSON.stringify(sampleManifest(entry));

let cli: FakeCli;
beforeEach(async () => {
  cli = fakeCli();
  await writeFile(join(cli.folder, 'list.json'), LIST);
  await writeFile(join(cli.folder, 'made.onnx'), MODEL);
  await writeFile(join(cli.folder, 'made.onnx_data'), DATA);
  await writeFile(join(cli.folder, 'small.onnx'), DATA);
});
afterEach(() => rm(cli.folder, { recursive: true }));

const downloaded = (...names: string[]): string => join(cli.places.dataDir, 'downloads', ...names);

describe('joulemark models download', () => {
  it('lists what there is, with licence, source and what vouches for it', async () => {
    for (const args of [[], ['--list'], ['all-minilm-l6-v2', '--list']]) {
      const { code, stdout } = await cli.run('models', 'download', ...args);
      expect(code).toBe(0);
      expect(stdout).toContain('all-minilm-l6-v2');
      expect(stdout).toMatch(/licence Apache-2\.0; hash from the repository's own record; not tried by us/);
    }
    const { stdout } = await cli.run('models', 'download', '--manifest', 'list.json');
    expect(stdout).toMatch(/made: A made model;.*hash in the list; tried by the keeper/);
    const json = await cli.run('models', 'download', '--list', '--json', '--manifest', 'list.json');
    expect((JSON.parse(json.stdout) as { id: string }[]).map(({ id }) => id)).toEqual(['made']);
  });

  it('gets a model with its data beside it, and says how to run it', async () => {
    const { code, stdout, stderr } = await cli.run('models', 'download', 'made', '--manifest', 'list.json');
    expect(code).toBe(0);
    const path = downloaded('made', 'fp32', 'made.onnx');
    expect(sha256Of(await readFile(path))).toBe(sha256Of(MODEL));
    expect(sha256Of(await readFile(downloaded('made', 'fp32', 'made.onnx_data')))).toBe(sha256Of(DATA));
    expect(stdout).toContain(`${path}: 0.00 MB; SHA-256 ${sha256Of(MODEL)}, as the list names it`);
    expect(stdout).toContain(`To run it: joulemark models import ${path} --id made --shape x=1,3`);
    expect(stderr).toContain('made: made.onnx, 100 % of 0.0 MB');
    const again = await cli.run('models', 'download', 'made', '--manifest', 'list.json');
    expect(again.stdout).toContain(`${path}: was here already`);
  });

  it('takes the model in at once where that is asked for', async () => {
    const importModel = vi.fn(() => Promise.resolve({} as ImportReport));
    Object.assign(cli.context, { importModel });
    const { code, stdout } = await cli.run(
      'models',
      'download',
      'made',
      '--manifest',
      'list.json',
      '--import',
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining('To run it: joulemark bench --models made')]);
    const file = downloaded('made', 'fp32', 'made.onnx');
    expect(importModel.mock.calls).toEqual([
      [expect.objectContaining({ file, id: 'made', shapes: { x: [1, 3] }, inputs: null })],
    ]);
  });

  it('gets another precision under a name of its own', async () => {
    const args = ['made', '--manifest', pathToFileURL(join(cli.folder, 'list.json')).href];
    const { stdout } = await cli.run('models', 'download', ...args, '--precision', 'quantized');
    expect(stdout).toContain('--id made-quantized');
    const json = await cli.run('models', 'download', ...args, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject([
      { precision: 'fp32', dataFiles: ['made.onnx_data'], sha256: sha256Of(MODEL) },
    ]);
  });

  it('takes a list from an address, and files relative to it', async () => {
    const host = await hostOf(
      routes({
        '/a/list.json': text(LIST),
        '/a/made.onnx': serve(MODEL),
        '/a/made.onnx_data': serve(DATA),
      }),
    );
    const { code } = await cli.run('models', 'download', 'made', '--manifest', `${host.origin}/a/list.json`);
    await host.close();
    expect(code).toBe(0);
    expect(host.asked).toEqual(['GET /a/list.json', 'GET /a/made.onnx', 'GET /a/made.onnx_data']);
  });

  it('fails by name for what is not there, before anything is asked for', async () => {
    const run = (...args: string[]) => cli.run('models', 'download', ...args);
    expect(await run('mad', '--manifest', 'list.json')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean made?') as string,
    });
    const precision = await run('made', '--manifest', 'list.json', '--precision', 'int3');
    expect(precision.stderr).toContain('It comes in fp32, quantized.');
    expect((await run('made', '--manifest', 'nowhere.json')).stderr).toContain('nowhere.json');
    expect((await run('made', '--manifest', 'http://10.0.0.1/x.json')).stderr).toContain(
      'not fetched over https',
    );
  });

  it('fails with the fault of a file that is not what the list says', async () => {
    await writeFile(
      join(cli.folder, 'made.onnx'),
      MODEL.map((value) => value + 1),
    );
    const { code, stderr } = await cli.run('models', 'download', 'made', '--manifest', 'list.json');
    expect(code).toBe(1);
    expect(stderr).toMatch(/has SHA-256 .* was expected; it was deleted/);
  });
});

describe('downloadModels', () => {
  const request = (register: (model: DownloadedModel) => Promise<void>) => ({
    manifest: 'list.json',
    cwd: cli.folder,
    env: {},
    clock: new PauseClock(),
    ids: ['made'],
    precision: 'fp32',
    places: cli.places,
    onProgress: () => undefined,
    register,
  });

  it('registers a model once all of its files are whole', async () => {
    const registered: DownloadedModel[] = [];
    await downloadModels(
      request(async (model) => {
        expect(await readFile(join(model.path, '..', model.dataFiles[0] ?? ''))).toHaveLength(DATA.length);
        registered.push(model);
      }),
    );
    expect(registered).toMatchObject([{ precision: 'fp32', entry: { id: 'made' }, sha256: sha256Of(MODEL) }]);
  });

  it('registers nothing when a file is altered', async () => {
    await writeFile(join(cli.folder, 'made.onnx_data'), MODEL);
    const registered: DownloadedModel[] = [];
    const register = async (model: DownloadedModel): Promise<void> => void registered.push(model);
    await expect(downloadModels(request(register))).rejects.toMatchObject({ code: 'download-altered' });
    expect(registered).toEqual([]);
  });
});
