import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Assets } from '#models/definition.ts';
import { MOBILENET_V2 } from '#models/mobilenet-v2.ts';
import { MOBILENET_V3_SMALL } from '#models/mobilenet-v3-small.ts';
import { YOLO_CLASS_DETECTOR } from '#models/yolo-class-detector.ts';
import { countMacs, countParameters } from '#precision/onnx/cost.ts';
import { readModel } from '#precision/onnx/read.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { probeRun } from '#test/support/probe-run.ts';
import { spreadOf } from '#test/support/spread.ts';

// The small ones; the others are in test/integration/models/architectures.test.ts.
describe.each([MOBILENET_V2, MOBILENET_V3_SMALL, YOLO_CLASS_DETECTOR])('$id', (definition) => {
  const build = (): Uint8Array => {
    if (definition.source.kind !== 'built') throw new Error('not a built model');
    return definition.source.build();
  };

  it('is built to the bytes that its definition names, with the cost that it names, and runs', async () => {
    const bytes = build();
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(definition.sha256);
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
      expect(each).toBeGreaterThan(0.05);
      expect(each).toBeLessThan(100);
    }
  });

  it('is a model that reading and writing leave as it is, with names that are each given once', () => {
    const bytes = build();
    const model = readModel(bytes);
    expect(Buffer.compare(writeModel(model), bytes)).toBe(0);
    const { node, initializer, input } = model.graph!;
    const made = [
      ...node.flatMap(({ output }) => output),
      ...[...initializer, ...input].map(({ name }) => name),
    ];
    expect(new Set(made).size).toBe(made.length);
    expect(new Set(node.map(({ name }) => name)).size).toBe(node.length);
  });
});
