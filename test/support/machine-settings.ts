/** How variants are made that run right on this machine. */
import { readCpuFlags, weightFormFor } from '#inference/worker/integer-kernels.ts';
import { DEFAULT_SETTINGS, type VariantSettings } from '#precision/settings.ts';

export const MACHINE_SETTINGS: VariantSettings = {
  ...DEFAULT_SETTINGS,
  int8: { weights: weightFormFor(process.arch, await readCpuFlags()) },
};
