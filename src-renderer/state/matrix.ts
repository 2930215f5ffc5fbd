/** What would run, as main will cross it. Pure. */
import type { Precision } from '#core/configuration.ts';
import type { DeviceStatus } from '#core/devices.ts';
import { memoryLimitOf, missingPrecisions, whyLeftOut } from '#core/left-out.ts';
import type { LeftOut, MachineFacts } from '#core/record/schema.ts';
import type { ModelSummary } from '#core/suite.ts';

export interface Matrix {
  /** Models with each of their precisions. */
  readonly pairs: number;
  /** Configurations that would run. */
  readonly count: number;
  readonly leftOut: readonly LeftOut[];
}

/**
 * `asked`: null: what each model usually runs at. `devices`: null: nothing is known of devices, since main chooses
 * them; one is counted then.
 */
export function matrixOf(
  models: readonly ModelSummary[],
  asked: readonly Precision[] | null,
  devices: readonly DeviceStatus[] | null,
  machine: MachineFacts | null,
): Matrix {
  const memoryLimitBytes = machine === null ? null : memoryLimitOf({ memoryLimitBytes: null }, machine);
  const leftOut: LeftOut[] = [];
  let [pairs, count] = [0, 0];
  for (const model of models) {
    leftOut.push(...missingPrecisions(model, asked));
    for (const precision of (asked ?? model.usualPrecisions).filter((p) => model.precisions.includes(p))) {
      pairs += 1;
      if (devices === null) count += 1;
      for (const device of devices ?? []) {
        const reason = whyLeftOut(model, precision, device, memoryLimitBytes);
        if (reason === null) count += 1;
        else leftOut.push({ model: model.id, precision, target: device.target, reason });
      }
    }
  }
  return { pairs, count, leftOut };
}
