import { parseSmiXml, type SmiXmlGpu } from '#meters/nvidia/smi-xml.ts';
import type { Checks, Given, Json, JsonObject } from '../checks.ts';
import type { Adapter } from '../recording.ts';

export const adapter: Adapter = {
  kinds: /^nvidia_smi.*xml/,
  replay(recording, checks) {
    for (const file of recording.files) {
      const { driver, layout, gpus } = parseSmiXml(recording.text(file));
      compare(checks, 'driver', driver);
      compare(checks, 'dtd', layout);
      const listed = checks.take('gpus');
      if (typeof listed === 'number') checks.same('gpus', listed, gpus.length);
      const [first] = gpus;
      if (first !== undefined) compareGpu(checks, first);
      const given = gpus.flatMap(givenOf);
      if (Array.isArray(listed) || typeof listed === 'object') checks.table('gpus', given);
      checks.readings(given);
      checks.notAvailable(given);
      for (const key of ['cards', 'power_W']) checks.table(key, given);
    }
  },
};

function compareGpu(checks: Checks, gpu: SmiXmlGpu): void {
  compare(checks, 'product', gpu.name);
  compare(checks, 'power_element', gpu.powerElement);
  compare(checks, 'power_limit_W', gpu.limitW);
  compare(checks, 'gpu_temp_C', gpu.gpuC);
  compare(checks, 'memory_temp_C', gpu.memoryC);
  compare(checks, 'must_report_W', gpu.powerW);
  const fields = (checks.take('power_fields_W') ?? {}) as JsonObject;
  for (const [name, value] of Object.entries(fields)) checks.same(name, value, gpu.drawsW[name] ?? null);
}

function compare(checks: Checks, key: string, given: Json): void {
  const expected = checks.take(key);
  if (expected !== undefined) checks.same(key, expected, given);
}

function givenOf(gpu: SmiXmlGpu, index: number): Given[] {
  const names = [`gpu ${index}`, gpu.name ?? ''];
  return [
    { names: [...names, 'power draw'], value: gpu.powerW, unit: 'W' },
    { names: [...names, 'power limit'], value: gpu.limitW, unit: 'W' },
    { names: [...names, 'gpu temperature temp'], value: gpu.gpuC, unit: 'C' },
    { names: [...names, 'memory temperature temp'], value: gpu.memoryC, unit: 'C' },
    ...Object.entries(gpu.drawsW).map(([name, value]) => ({ names: [...names, name], value, unit: 'W' })),
  ];
}
