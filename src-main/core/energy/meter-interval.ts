/**
 * Net energy by the meter's own accuracy class, J: a gain error of the meter scales net energy as it scales
 * gross; an offset falls out with the idle power. null where no accuracy is stated.
 */
export function meterInterval(netJ: number | null, accuracyRatio: number | null): [number, number] | null {
  if (netJ === null || accuracyRatio === null) return null;
  const halfWidthJ = Math.abs(netJ) * accuracyRatio;
  return [netJ - halfWidthJ, netJ + halfWidthJ];
}
