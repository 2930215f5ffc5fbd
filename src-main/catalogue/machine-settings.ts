/** How variants are made on this machine where nobody says otherwise. */
import { readCpuFlags, weightFormFor } from '#inference/worker/integer-kernels.ts';
import { DEFAULT_SETTINGS, type VariantSettings } from '#precision/settings.ts';

/** The processor decides how integer weights are stored: the other form is slow on it, or wrong. */
export async function settingsForThisMachine(): Promise<VariantSettings> {
  return { ...DEFAULT_SETTINGS, int8: { weights: weightFormFor(process.arch, await readCpuFlags()) } };
}
