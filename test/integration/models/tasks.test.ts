import { expect, it } from 'vitest';
import { MODELS } from '#models/list.ts';
import { NEVER, realWorkload } from '#test/support/real-workload.ts';

it.each(MODELS)('$id does its task at fp32 and answers as its reference does', async (model) => {
  const workload = await realWorkload(model);
  try {
    const { fidelity, placement, variantSha256 } = await workload.prepare(NEVER);
    expect(fidelity?.task).toMatchObject({ passed: true });
    expect(fidelity?.inputs).toBeGreaterThanOrEqual(4);
    expect(fidelity?.cosine).toBeCloseTo(1, 9);
    expect(placement).toEqual({ cpu: 1 });
    expect(variantSha256).toBe(model.sha256);
  } finally {
    await workload.close();
  }
});
