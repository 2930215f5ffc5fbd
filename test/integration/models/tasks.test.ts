import { describe, expect, it } from 'vitest';
import type { Precision } from '#core/configuration.ts';
import type { PreparedWorkload } from '#core/ports.ts';
import type { TrainedModel } from '#models/definition.ts';
import { TRAINED_MODELS } from '#models/list.ts';
import { NEVER, realWorkload } from '#test/support/real-workload.ts';

async function prepared(model: TrainedModel, precision: Precision): Promise<PreparedWorkload> {
  const workload = await realWorkload(model, { precision });
  try {
    return await workload.prepare(NEVER);
  } finally {
    await workload.close();
  }
}

describe.each(TRAINED_MODELS)('$id', (model) => {
  it('does its task at fp32 and answers as its reference does', async () => {
    const { fidelity, ran, variantSha256 } = await prepared(model, 'fp32');
    expect(fidelity?.task).toMatchObject({ passed: true });
    expect(fidelity?.inputs).toBeGreaterThanOrEqual(4);
    expect(fidelity?.cosine).toBeCloseTo(1, 9);
    expect(ran.placement).toMatchObject({ timeRatio: { cpu: 1 }, nodeRatio: { cpu: 1 }, fallbacks: [] });
    expect(variantSha256).toBe(model.sha256);
  });

  // How closely, and whether the task still succeeds, depends on the processor's integer instructions.
  it('answers at int8 like its reference, but not quite, and says how its task went', async () => {
    const { fidelity, variantSha256 } = await prepared(model, 'int8-dynamic');
    expect(variantSha256).not.toBe(model.sha256);
    expect(fidelity?.cosine).toBeGreaterThan(0.9);
    expect(fidelity?.sqnrDb).toBeGreaterThan(6);
    expect(fidelity?.maxAbsError).toBeGreaterThan(0);
    expect(fidelity?.task?.detail).not.toBe('');
  });
});
