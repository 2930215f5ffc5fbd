import { closeSync, ftruncateSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openModelFile } from '#precision/files/open.ts';
import { saveModelFile } from '#precision/files/save.ts';
import { amend } from '#precision/onnx/make.ts';
import type { ModelProto } from '#precision/onnx/messages.ts';
import { floatsOf } from '#precision/onnx/tensors.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { externalTensor, floatBytes, makeModelFolder, type ModelFolder } from '#test/support/model-folder.ts';
import { model, node } from '#test/support/onnx-models.ts';

/** 18 tables of 128 MB: 2.4 GB in all, zeros but for one number in each. */
const TABLES = 18;
const ROWS = 32_768;
const COLUMNS = 1024;
const TABLE_BYTES = 4 * ROWS * COLUMNS;

let place: ModelFolder;
beforeEach(() => {
  place = makeModelFolder();
});
afterEach(() => {
  place.remove();
});

it(
  'a model over 2 GB is opened, changed and saved, with a few of its tensors in memory at a time',
  { timeout: 300_000 },
  async () => {
    const source = writeLargeModel();
    const opened = await openModelFile(source);
    expect(opened.dataFiles).toEqual(['tables.bin']);
    const target = join(place.folder, 'out.onnx');
    const peakBytes = await peakWhile(() => saveModelFile(renamed(opened.model), target));
    await opened.close();
    expect(statSync(`${target}.data`).size).toBeGreaterThan(2 ** 31);
    expect(peakBytes).toBeLessThan(5 * TABLE_BYTES);
    expect(readdirSync(place.folder).sort()).toEqual(['in.onnx', 'out.onnx', 'out.onnx.data', 'tables.bin']);

    const again = await openModelFile(target);
    expect(again.model.graph?.node[0]?.name).toBe('renamed');
    expect(again.dataFiles).toEqual(['out.onnx.data']);
    // The last one begins beyond 2 GB.
    expect(floatsOf(again.model.graph!.initializer.at(-1)!)?.[0]).toBe(TABLES);
    await again.close();
  },
);

it('a tensor that would end beyond its sparse file is refused before anything is read', async () => {
  const data = openSync(join(place.folder, 'tables.bin'), 'w');
  ftruncateSync(data, TABLE_BYTES - 1);
  closeSync(data);
  const table = externalTensor('table', [ROWS, COLUMNS], { location: 'tables.bin' });
  const path = join(place.folder, 'in.onnx');
  const nodes = [node('Gather', ['table', 'row'], 'y')];
  const inputs = { row: { type: 7, dims: [1] } };
  writeFileSync(path, writeModel(model({ nodes, inputs, outputs: { y: 2 }, initializers: [table] })));
  await expect(openModelFile(path)).rejects.toMatchObject({ code: 'model-corrupt' });
});

/** Its data file has holes, so that it takes no room. */
function writeLargeModel(): string {
  const data = openSync(join(place.folder, 'tables.bin'), 'w');
  ftruncateSync(data, TABLES * TABLE_BYTES);
  const tables = Array.from({ length: TABLES }, (_, at) => {
    writeSync(data, floatBytes(at + 1), 0, 4, at * TABLE_BYTES);
    const entries = { location: 'tables.bin', offset: String(at * TABLE_BYTES), length: String(TABLE_BYTES) };
    return externalTensor(`table_${at}`, [ROWS, COLUMNS], entries);
  });
  closeSync(data);
  const gathered = tables.map(({ name }, at) => node('Gather', [name, 'row'], `row_${at}`));
  const sum = node(
    'Sum',
    gathered.flatMap(({ output }) => output),
    'y',
  );
  const spec = { nodes: [...gathered, sum], inputs: { row: { type: 7, dims: [1] } }, outputs: { y: 2 } };
  const path = join(place.folder, 'in.onnx');
  writeFileSync(path, writeModel(model({ ...spec, initializers: tables })));
  return path;
}

function renamed(opened: ModelProto): ModelProto {
  const [first, ...rest] = opened.graph!.node;
  return amend(opened, {
    graph: amend(opened.graph!, { node: [amend(first!, { name: 'renamed' }), ...rest] }),
  });
}

/** The most memory beyond what there was before, by the look at every turn that the work lets in. */
async function peakWhile(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
  await work();
  clearInterval(watch);
  return peak - before;
}
