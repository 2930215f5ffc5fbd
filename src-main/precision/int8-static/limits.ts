/** Which layers are worth running on integers. */
import type { StaticLayer } from './layers.ts';

/** Why a layer stays in float; null where it is worth changing. */
export function notWorthwhile(layer: StaticLayer): string | null {
  const min = Number(process.env['C_MIN'] ?? 0);
  const each = layer.dims.reduce((a, b) => a * b, 1);
  if (process.env['C_DW'] === '0' && layer.kind === 'Conv' && layer.dims[1] === 1) return 'depthwise';
  if (each < min) return `it has ${each} weights; fewer than ${min} gain nothing`;
  return null;
}
