/**
 * Which hypotheses Holm's step-down procedure rejects at the family-wise `level` (S. Holm, "A simple
 * sequentially rejective multiple test procedure", Scand. J. Statistics 6, 1979).
 */
export function holmRejects(pValues: readonly number[], level: number): boolean[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[a] ?? 1) - (pValues[b] ?? 1));
  const rejected = pValues.map(() => false);
  for (const [step, index] of order.entries()) {
    if ((pValues[index] ?? 1) > level / (pValues.length - step)) break;
    rejected[index] = true;
  }
  return rejected;
}
