import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TensorMap } from '#core/tensor.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import { hashModelFiles, type ModelFiles } from '#inference/model-hash.ts';
import { runReference } from '#inference/reference.ts';
import { createClient } from '#inference/worker/client.ts';
import { PLAIN_CPU } from '#inference/plain-cpu.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import { saveModelFile } from '#precision/files/save.ts';
import { amend } from '#precision/onnx/make.ts';
import type { NodeProto } from '#precision/onnx/messages.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { Fault } from '#core/errors.ts';
import { buildWorker } from '#test/support/build-worker.ts';
import {
  externalTensor,
  floatBytes,
  makeModelFolder,
  type ModelFolder,
  writeAdd,
} from '#test/support/model-folder.ts';
import { model, modelBytes, node, noise, weights } from '#test/support/onnx-models.ts';
import { runFloats } from '#test/support/onnx-run.ts';

let launch: WorkerLauncher;
let place: ModelFolder;
beforeAll(async () => {
  launch = forkWorker(await buildWorker());
});
beforeEach(() => {
  place = makeModelFolder();
});
afterEach(() => {
  place.remove();
});

const X = { dims: [1, 64], data: noise(64, 9) };
const product = () =>
  model({
    nodes: [
      node('Constant', [], 'c', { value: weights('', [64, 64], 2) }),
      node('MatMul', ['x', 'w'], 'm'),
      node('MatMul', ['m', 'c'], 'y'),
    ],
    inputs: { x: [1, 64] },
    outputs: { y: 2 },
    initializers: [weights('w', [64, 64], 1)],
  });
const filesAt = async (path: string, dataFiles: readonly string[]): Promise<ModelFiles> => ({
  ...{ path, dataFiles, sha256: await hashModelFiles(path, dataFiles) },
});
const run = (file: ModelFiles, feeds: TensorMap = { x: { type: 'float32', ...X } }) =>
  runReference({ model: 'a-model', file, feeds: [feeds], launch });

describe('a model of several files', () => {
  it('answers as in one file, its Constant’s data beside it too', async () => {
    const path = join(place.folder, 'out.onnx');
    const { dataFiles } = await saveModelFile(product(), path, { oneFileBytes: 1000 });
    expect(dataFiles).toEqual(['out.onnx.data']);
    const [answer] = await run(await filesAt(path, dataFiles));
    expect(answer?.['y']?.data).toEqual((await runFloats(writeModel(product()), { x: X }))['y']);
  });

  it('is refused where a data file changed since it was hashed, or is gone', async () => {
    const path = join(place.folder, 'out.onnx');
    const { dataFiles } = await saveModelFile(product(), path, { oneFileBytes: 1000 });
    const file = await filesAt(path, dataFiles);
    writeFileSync(`${path}.data`, 'something else');
    await expect(run(file)).rejects.toMatchObject({
      code: 'model-altered',
      message: expect.stringMatching(/out\.onnx with out\.onnx\.data has SHA-256/) as string,
    });
    cpSync(path, join(place.around, 'alone.onnx'));
    await expect(run({ ...file, path: join(place.around, 'alone.onnx') })).rejects.toMatchObject({
      code: 'model-missing',
      message: expect.stringContaining('out.onnx.data') as string,
    });
  });

  it('does not run with data outside its folder, whoever made it', async () => {
    writeFileSync(join(place.around, 'secret.bin'), floatBytes(1, 2, 3, 4));
    const x: TensorMap = { x: { type: 'float32', dims: [4], data: new Float32Array(4) } };
    const path = writeAdd(place.folder, externalTensor('w', [4], { location: '../secret.bin' }));
    await expect(run(await filesAt(path, ['../secret.bin']), x)).rejects.toMatchObject({
      code: 'session-failed',
    });
    await expect(run(await filesAt(path, []), x)).rejects.toMatchObject({ code: 'session-failed' });
  });
});

describe('a node that ONNX Runtime refuses', () => {
  const bytesOf = (refused: NodeProto) =>
    modelBytes({ nodes: [refused], inputs: { x: [1, 64] }, outputs: { y: 2 } });

  it.each([
    ['an operator that does not exist', node('NoSuchOp', ['x'], 'y'), /No Op registered for NoSuchOp/],
    ['an axis that the shape does not have', node('Softmax', ['x'], 'y', { axis: 7 }), /'axis' must be in/],
    [
      'an attribute of the wrong type',
      node('Softmax', ['x'], 'y', { axis: 0.5 }),
      /Mismatched attribute type/,
    ],
    ['too few inputs', node('MatMul', ['x'], 'y'), /has input size 1/],
    [
      'a domain that it does not have',
      amend(node('Relu', ['x'], 'y'), { domain: 'com.example' }),
      /com\.example/,
    ],
  ])('is named in the fault, with its words: %s', async (_what, refused, words) => {
    const path = join(place.folder, 'refused.onnx');
    writeFileSync(path, bytesOf(amend(refused, { name: 'the-node' })));
    const error: unknown = await run(await filesAt(path, [])).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Fault);
    expect(['session-failed', 'operator-unsupported']).toContain((error as Fault).code);
    expect((error as Fault).message).toMatch(words);
    expect((error as Fault).message).toContain('the-node');
    expect((error as Fault).message).toContain(path);
  });

  it('does not end the worker, which loads the next model', async () => {
    const client = createClient(await launch());
    const load = async (name: string, bytes: Uint8Array) => {
      const path = join(place.folder, name);
      writeFileSync(path, bytes);
      const file = { ...(await filesAt(path, [])), dataFiles: [] };
      return client.call('load', { ...file, ...PLAIN_CPU });
    };
    await expect(load('a.onnx', bytesOf(node('NoSuchOp', ['x'], 'y')))).rejects.toMatchObject({
      code: 'operator-unsupported',
    });
    await expect(load('b.onnx', bytesOf(node('Relu', ['x'], 'y')))).resolves.toEqual({ ran: null });
    await client.close(new Fault('interrupted', 'The test is over.'));
  });
});
