import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadAssets } from '#catalogue/inputs.ts';
import { measureCost } from '#catalogue/measure-cost.ts';
import { findModelFile } from '#catalogue/model-file.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import type { Assets } from '#models/definition.ts';
import { ARCHITECTURES, TRAINED_MODELS } from '#models/list.ts';
import { countMacs, countParameters } from '#precision/onnx/cost.ts';
import { readModel } from '#precision/onnx/read.ts';
import { buildWorker } from '#test/support/build-worker.ts';
import { probeRun } from '#test/support/probe-run.ts';
import { PACKAGE_ROOT } from '#test/support/real-workload.ts';
import { spreadOf } from '#test/support/spread.ts';

const cacheDir = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
const PLACES = { packageRoot: PACKAGE_ROOT, cacheDir };
afterAll(() => {
  rmSync(cacheDir, { recursive: true });
});

const SMALL = ['mobilenet-v2', 'mobilenet-v3-small', 'yolo-class-detector'];
const LARGE = ARCHITECTURES.filter(({ id }) => !SMALL.includes(id));

// Half a gigabyte is made, written, read and run: seconds on a quiet machine, minutes on a busy one.
describe.each(LARGE)('$id', { timeout: 300_000 }, (definition) => {
  it('is built to its hash, costs what its definition says, and answers each input in its own way', async () => {
    // Rejects for any other hash.
    const { path } = await findModelFile(definition, PLACES);
    const bytes = await readFile(path);
    const model = readModel(bytes);
    const feeds = definition.inputs(null as unknown as Assets).slice(0, 2);
    const { outputs, shapes } = await probeRun(model, feeds);
    expect({
      macs: countMacs(model, shapes),
      parameters: countParameters(model),
      bytes: bytes.length,
    }).toEqual(definition.cost);
    const { finite, deviation, difference } = spreadOf(outputs);
    expect(finite).toBe(true);
    for (const each of [...Object.values(deviation), ...Object.values(difference)]) {
      expect(each).toBeGreaterThan(0.02);
      expect(each).toBeLessThan(10);
    }
    rmSync(path);
  });
});

describe.each(TRAINED_MODELS)('$id', { timeout: 120_000 }, (definition) => {
  it('costs what its definition says, counted in a worker', async () => {
    const bytes = await readFile((await findModelFile(definition, PLACES)).path);
    const [feeds] = definition.inputs(await loadAssets(definition, PACKAGE_ROOT));
    const cost = await measureCost({
      modelId: definition.id,
      model: readModel(bytes),
      bytes: bytes.length,
      feeds: feeds!,
      launch: forkWorker(await buildWorker()),
    });
    expect(cost).toEqual(definition.cost);
  });
});
