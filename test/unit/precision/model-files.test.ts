import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultCode } from '#core/errors.ts';
import { hashModelFiles } from '#inference/model-hash.ts';
import { openModelFile } from '#precision/files/open.ts';
import { saveModelFile } from '#precision/files/save.ts';
import { amend } from '#precision/onnx/make.ts';
import type { ModelProto, TensorProto } from '#precision/onnx/messages.ts';
import { readModel } from '#precision/onnx/read.ts';
import { floatsOf } from '#precision/onnx/tensors.ts';
import { writeModel } from '#precision/onnx/write.ts';
import {
  externalTensor,
  floatBytes,
  makeModelFolder,
  type ModelFolder,
  writeAdd,
} from '#test/support/model-folder.ts';
import { create, graph, model, node, noise, weights } from '#test/support/onnx-models.ts';
import { record, text } from '#test/support/wire.ts';

let place: ModelFolder;
beforeEach(() => {
  place = makeModelFolder();
});
afterEach(() => {
  place.remove();
});

const put = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(place.folder, name), bytes);
  return join(place.folder, name);
};
const fault = (code: FaultCode, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string });
const open = (entries: Record<string, string>, fields: Partial<TensorProto> = {}) =>
  openModelFile(writeAdd(place.folder, externalTensor('w', [4], entries, fields)));
const weightsOf = (opened: ModelProto) => [...(floatsOf(opened.graph!.initializer[0]!) ?? [])];

describe('openModelFile', () => {
  it('reads a model in one file', async () => {
    const path = writeAdd(place.folder, weights('w', [4]));
    const opened = await openModelFile(path);
    expect(opened).toMatchObject({ path, dataFiles: [] });
    expect(weightsOf(opened.model)).toHaveLength(4);
    await opened.close();
  });

  it('reads tensors of other files where their notes say, also in folders below', async () => {
    mkdirSync(join(place.folder, 'deep/er'), { recursive: true });
    put('deep/er/data.bin', Buffer.concat([new Uint8Array(12), floatBytes(1, 2, 3, 4)]));
    const opened = await open({ location: './deep//er/data.bin', offset: '12', length: '16' });
    expect(opened.dataFiles).toEqual(['deep/er/data.bin']);
    expect(weightsOf(opened.model)).toEqual([1, 2, 3, 4]);
    await opened.close();
  });

  it('reads at each access, so that memory holds what is in use', async () => {
    const path = put('data.bin', floatBytes(1, 2, 3, 4));
    const { model: read, close } = await open({ location: 'data.bin' });
    expect(weightsOf(read)).toEqual([1, 2, 3, 4]);
    writeFileSync(path, floatBytes(5, 6, 7, 8));
    expect(weightsOf(read)).toEqual([5, 6, 7, 8]);
    truncateSync(path, 8);
    expect(() => weightsOf(read)).toThrow(fault('model-corrupt', /data\.bin ends at byte 8: it was cut off/));
    await close();
    expect(() => weightsOf(read)).toThrow(fault('internal', /after the model was closed/));
  });

  it('follows the notes in attributes and in graphs within nodes, too', async () => {
    put('data.bin', floatBytes(1, 2, 3, 4));
    const far = (name: string) => externalTensor(name, [4], { location: 'data.bin' });
    const branch = graph({
      nodes: [node('Constant', [], 'c', { value: far('value') }), node('Add', ['c', 'own'], 'out')],
      outputs: { out: 1 },
      initializers: [far('own')],
    });
    const nodes = [node('If', ['condition'], 'y', { then_branch: branch, else_branch: branch })];
    const spec = { nodes, inputs: { condition: { type: 9, dims: [] } }, outputs: { y: 1 } };
    const opened = await openModelFile(put('model.onnx', writeModel(model(spec))));
    const inner = opened.model.graph?.node[0]?.attribute[0]?.g;
    expect([...(floatsOf(inner!.initializer[0]!) ?? [])]).toEqual([1, 2, 3, 4]);
    expect([...(floatsOf(inner!.node[0]!.attribute[0]!.t!) ?? [])]).toEqual([1, 2, 3, 4]);
    await opened.close();
  });

  it.each([
    ['../secret.bin', /leads out of a folder/],
    ['deep/../../secret.bin', /leads out of a folder/],
    ['/etc/passwd', /absolute path/],
    ['C:\\Windows\\win.ini', /backslashes/],
    ['C:/Windows/win.ini', /absolute path/],
    ['c:secret.bin', /absolute path/],
    ['\\\\server\\share\\file', /backslashes/],
    ['//server/share/file', /absolute path/],
    ['..\\secret.bin', /backslashes/],
    ['data.bin\0.txt', /is no path/],
    ['*/_ORT_MEM_ADDR_/*', /place in memory/],
  ])('refuses the place %j, and names the tensor', async (location, why) => {
    writeFileSync(join(place.around, 'secret.bin'), floatBytes(1, 2, 3, 4));
    await expect(open({ location })).rejects.toThrow(fault('model-outside', why));
    await expect(open({ location })).rejects.toThrow(/the tensor "w" lies in/);
  });

  it('refuses links that lead out of the folder, of files and of folders, and follows those that do not', async () => {
    writeFileSync(join(place.around, 'secret.bin'), floatBytes(1, 2, 3, 4));
    symlinkSync('../secret.bin', join(place.folder, 'link.bin'));
    symlinkSync('..', join(place.folder, 'up'));
    put('data.bin', floatBytes(1, 2, 3, 4));
    symlinkSync('data.bin', join(place.folder, 'inner.bin'));
    for (const location of ['link.bin', 'up/secret.bin']) {
      await expect(open({ location })).rejects.toThrow(fault('model-outside', /"w" .* link that leads out/));
    }
    const opened = await open({ location: 'inner.bin' });
    expect(weightsOf(opened.model)).toEqual([1, 2, 3, 4]);
    await opened.close();
  });

  it('names the file that is missing, and the tensor', async () => {
    await expect(open({ location: 'gone.bin' })).rejects.toThrow(
      fault('model-missing', /gone\.bin, which holds the tensor "w"/),
    );
    symlinkSync('nowhere', join(place.folder, 'broken.bin'));
    await expect(open({ location: 'broken.bin' })).rejects.toThrow(fault('model-missing', /broken\.bin/));
    symlinkSync('round.bin', join(place.folder, 'round.bin'));
    await expect(open({ location: 'round.bin' })).rejects.toThrow(fault('model-missing', /round\.bin/));
    const gone = join(place.folder, 'nothing.onnx');
    await expect(openModelFile(gone)).rejects.toThrow(fault('model-missing', /nothing\.onnx/));
  });

  it.each([
    ['ends behind the file', { offset: '8' }, /ends at byte 24; the file has 16/],
    ['begins behind the file', { offset: '4000' }, /ends at byte 4016/],
    ['has another length than its shape', { length: '12' }, /is 12 bytes; its shape \[4\] needs 16/],
    ['has a negative offset', { offset: '-4' }, /offset "-4"/],
    ['has an offset that is no number', { offset: '1e3' }, /offset "1e3"/],
    ['has a length too large to count', { length: '99999999999999999999' }, /length/],
    ['names no file', { location: './' }, /no file/],
  ])('refuses data that %s', async (_what, entries, message) => {
    put('data.bin', floatBytes(1, 2, 3, 4));
    await expect(open({ location: 'data.bin', ...entries })).rejects.toThrow(fault('model-corrupt', message));
  });

  it('refuses notes that contradict themselves', async () => {
    put('data.bin', floatBytes(1, 2, 3, 4));
    await expect(open({})).rejects.toThrow(fault('model-corrupt', /names none/));
    const both = open({ location: 'data.bin' }, { rawData: floatBytes(1, 2, 3, 4) });
    await expect(both).rejects.toThrow(fault('model-corrupt', /names another file too/));
    const garbled = open({}, { externalData: [Uint8Array.of(10, 99)] });
    await expect(garbled).rejects.toThrow(fault('model-corrupt', /cannot be read/));
  });

  it('refuses data in a folder, and a function’s data elsewhere', async () => {
    mkdirSync(join(place.folder, 'data.bin'));
    await expect(open({ location: 'data.bin' })).rejects.toThrow(fault('model-corrupt', /not a file/));
    const attribute = record(
      5,
      Uint8Array.from([...record(1, text('value')), ...record(5, Uint8Array.of(0x10, 1, 0x70, 1))]),
    );
    const body = record(
      7,
      Uint8Array.from([...record(2, text('c')), ...record(4, text('Constant')), ...attribute]),
    );
    const functions = [Uint8Array.from([...record(1, text('Mine')), ...body])];
    const plain = model({ nodes: [node('Relu', ['x'], 'y')], inputs: { x: [1] }, outputs: { y: 1 } });
    const path = put('model.onnx', writeModel(amend(plain, { functions })));
    await expect(openModelFile(path)).rejects.toThrow(
      fault('model-unsupported', /function "Mine" lies in another file/),
    );
  });
});

/** Everything from 1 KiB on goes to the data file. */
const SMALL = { oneFileBytes: 20_000 };
const large = (): ModelProto =>
  model({
    nodes: [node('MatMul', ['x', 'w'], 'm'), node('MatMul', ['m', 'v'], 'a'), node('Add', ['a', 'b'], 'y')],
    inputs: { x: [1, 64] },
    outputs: { y: 2 },
    initializers: [weights('w', [64, 64], 1), weights('v', [64, 64], 2), weights('b', [64], 3)],
  });

describe('saveModelFile', () => {
  it('writes one file where it is enough, the same bytes as writeModel', async () => {
    const path = join(place.folder, 'out.onnx');
    expect(await saveModelFile(large(), path)).toEqual({ dataFiles: [] });
    expect(readFileSync(path)).toEqual(Buffer.from(writeModel(large())));
    expect(readdirSync(place.folder)).toEqual(['out.onnx']);
  });

  it('moves tensors of 1 KiB and more into a data file, at offsets that can be mapped', async () => {
    const path = join(place.folder, 'out.onnx');
    expect(await saveModelFile(large(), path, SMALL)).toEqual({ dataFiles: ['out.onnx.data'] });
    expect(readdirSync(place.folder).sort()).toEqual(['out.onnx', 'out.onnx.data']);
    const inFile = readModel(readFileSync(path)).graph?.initializer.map(({ name, dataLocation }) => [
      name,
      dataLocation,
    ]);
    expect(inFile).toEqual([
      ['w', 1],
      ['v', 1],
      ['b', 0],
    ]);
    expect(readFileSync(`${path}.data`)).toHaveLength(4 * 4096 + 4 * 64 * 64);
    const opened = await openModelFile(path);
    const expected = large().graph?.initializer.map(floatsOf);
    expect(opened.model.graph?.initializer.map(floatsOf)).toEqual(expected);
    await opened.close();
  });

  it('gives the same bytes every time', async () => {
    const [one, two] = [join(place.folder, 'a/m.onnx'), join(place.folder, 'b/m.onnx')];
    for (const path of [one, two]) {
      mkdirSync(join(path, '..'));
      await saveModelFile(large(), path, SMALL);
    }
    for (const end of ['', '.data'])
      expect(readFileSync(`${one}${end}`)).toEqual(readFileSync(`${two}${end}`));
  });

  it('takes large tensors that are stored as lists of numbers, too', async () => {
    const floats = weights('w', [64, 64], 1);
    const packed = create<TensorProto>('TensorProto', {
      ...{ name: 'w', dims: [64, 64], dataType: 1, floatData: [floats.rawData] },
    });
    const changed = large();
    const initializer = [packed, ...changed.graph!.initializer.slice(1)];
    const path = join(place.folder, 'out.onnx');
    await saveModelFile(amend(changed, { graph: amend(changed.graph!, { initializer }) }), path, SMALL);
    const opened = await openModelFile(path);
    expect(floatsOf(opened.model.graph!.initializer[0]!)).toEqual(noise(64 * 64, 1, 0.2));
    await opened.close();
  });

  it('replaces the very model that it was given, while it is open', async () => {
    const path = join(place.folder, 'out.onnx');
    await saveModelFile(large(), path, SMALL);
    const before = [readFileSync(path), readFileSync(`${path}.data`)];
    const opened = await openModelFile(path);
    await saveModelFile(opened.model, path, SMALL);
    await opened.close();
    expect([readFileSync(path), readFileSync(`${path}.data`)]).toEqual(before);
    expect(readdirSync(place.folder).sort()).toEqual(['out.onnx', 'out.onnx.data']);
  });

  it('puts a model of several files into one where that is enough', async () => {
    const path = join(place.folder, 'out.onnx');
    await saveModelFile(large(), path, SMALL);
    const opened = await openModelFile(path);
    const joined = join(place.folder, 'joined.onnx');
    expect(await saveModelFile(opened.model, joined)).toEqual({ dataFiles: [] });
    await opened.close();
    expect(readFileSync(joined)).toEqual(Buffer.from(writeModel(large())));
  });

  it('leaves what was there where the folder cannot be written to', async () => {
    const path = put('out.onnx', text('earlier'));
    mkdirSync(`${path}.data`);
    await expect(saveModelFile(large(), path, SMALL)).rejects.toThrow(
      fault('file-unwritable', /out\.onnx\.data is a folder/),
    );
    const nowhere = join(place.folder, 'none/out.onnx');
    await expect(saveModelFile(large(), nowhere, SMALL)).rejects.toThrow(
      fault('file-unwritable', /there is no such file or folder/),
    );
    expect(readFileSync(path, 'utf8')).toBe('earlier');
    expect(readdirSync(place.folder).sort()).toEqual(['out.onnx', 'out.onnx.data']);
  });

  it('leaves nothing partial where reading the model fails halfway', async () => {
    const source = join(place.folder, 'in.onnx');
    await saveModelFile(large(), source, SMALL);
    const opened = await openModelFile(source);
    truncateSync(`${source}.data`, 5 * 4096);
    const target = join(place.folder, 'out.onnx');
    put('out.onnx.data', text('earlier data'));
    await expect(saveModelFile(opened.model, target, SMALL)).rejects.toThrow(
      fault('model-corrupt', /cut off/),
    );
    await opened.close();
    expect(existsSync(target)).toBe(false);
    expect(readFileSync(`${target}.data`, 'utf8')).toBe('earlier data');
    expect(readdirSync(place.folder)).toHaveLength(3);
  });
});

describe('hashModelFiles', () => {
  const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest('hex');

  it('is the plain hash of a model in one file', async () => {
    expect(await hashModelFiles(put('m.onnx', text('abc')), [])).toBe(sha256(text('abc')));
  });

  it('goes over the file and then its data files in the order of their names', async () => {
    const path = put('m.onnx', text('model'));
    put('b.bin', text('second'));
    put('a.bin', text('first'));
    const expected = sha256(text('model'), text('first'), text('second'));
    expect(await hashModelFiles(path, ['b.bin', 'a.bin'])).toBe(expected);
  });

  it('names the file that is missing', async () => {
    const path = put('m.onnx', text('model'));
    await expect(hashModelFiles(path, ['gone.bin'])).rejects.toThrow(fault('model-missing', /gone\.bin/));
  });
});
