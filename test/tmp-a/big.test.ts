import { it } from 'vitest';
import { closeSync, ftruncateSync, openSync, statSync, writeFileSync, writeSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openModelFile } from '#precision/files/open.ts';
import { saveModelFile } from '#precision/files/save.ts';
import { rawBytesOf } from '#precision/onnx/tensors.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { hashModelFiles } from '#inference/model-hash.ts';
import { runReference } from '#inference/reference.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import { externalTensor } from '#test/support/model-folder.ts';
import { model, node } from '#test/support/onnx-models.ts';
import { buildWorker } from '#test/support/build-worker.ts';
it('one tensor > 2 GB', { timeout: 900_000 }, async () => {
  const dir = mkdtempSync('/tmp/A/big-');
  try {
    const rows = 600_000, bytes = rows * 4096; // 2.46 GB
    const fd = openSync(join(dir, 't.bin'), 'w'); ftruncateSync(fd, bytes);
    writeSync(fd, new Uint8Array(Float32Array.of(7).buffer), 0, 4, (rows - 1) * 4096); closeSync(fd);
    const path = join(dir, 'in.onnx');
    writeFileSync(path, writeModel(model({ nodes: [node('Gather', ['t', 'row'], 'y')], inputs: { row: { type: 7, dims: [1] } }, outputs: { y: 2 }, initializers: [externalTensor('t', [rows, 1024], { location: 't.bin' })] })));
    let t = performance.now();
    const opened = await openModelFile(path);
    const raw = rawBytesOf(opened.model.graph!.initializer[0]!)!;
    console.log('raw', raw.length, (performance.now() - t).toFixed(0), 'ms');
    t = performance.now();
    await saveModelFile(opened.model, join(dir, 'out.onnx'));
    console.log('saved', statSync(join(dir, 'out.onnx.data')).size, (performance.now() - t).toFixed(0), 'ms', process.resourceUsage().maxRSS / 1e3, 'MB peak');
    await opened.close();
    t = performance.now();
    const sha256 = await hashModelFiles(join(dir, 'out.onnx'), ['out.onnx.data']);
    console.log('hashed', (performance.now() - t).toFixed(0));
    t = performance.now();
    const [answer] = await runReference({ model: 'big', file: { path: join(dir, 'out.onnx'), dataFiles: ['out.onnx.data'], sha256 }, feeds: [{ row: { type: 'int64', dims: [1], data: BigInt64Array.of(BigInt(rows - 1)) } }], launch: forkWorker(await buildWorker()) });
    console.log('ran', (performance.now() - t).toFixed(0), (answer!['y']!.data as Float32Array)[0]);
  } finally { rmSync(dir, { recursive: true }); }
});
