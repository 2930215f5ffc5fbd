/** Makes a model file at a reduced precision: the same for the terminal and the window. */
import { settingsForThisMachine } from '#catalogue/machine-settings.ts';
import { quantizeFile, type QuantizeOptions } from '#catalogue/quantize.ts';
import type { QuantizeReport } from '#core/quantize-report.ts';
import type { VariantSettings } from '#precision/settings.ts';
import type { Places } from './places.ts';

/** What a person may choose; null: the usual. */
export interface QuantizeChoices {
  readonly method: VariantSettings['int8-static']['method'] | null;
  readonly activations: VariantSettings['int8-static']['activations'] | null;
  readonly weights: VariantSettings['int8']['weights'] | null;
  readonly blockSize: VariantSettings['int4']['blockSize'] | null;
  readonly symmetric: boolean | null;
}

export interface QuantizeRequest extends Omit<QuantizeOptions, 'settings' | 'cacheDir'> {
  readonly choices: QuantizeChoices;
  readonly places: Places;
}

/** Rejects with a `Fault`; then nothing is written. */
export async function quantize({ choices, places, ...options }: QuantizeRequest): Promise<QuantizeReport> {
  const usual = await settingsForThisMachine();
  const { method, activations, weights, blockSize, symmetric } = choices;
  const settings: VariantSettings = {
    int8: { weights: weights ?? usual.int8.weights },
    'int8-static': {
      method: method ?? usual['int8-static'].method,
      activations: activations ?? usual['int8-static'].activations,
    },
    int4: { blockSize: blockSize ?? usual.int4.blockSize, symmetric: symmetric ?? usual.int4.symmetric },
  };
  return quantizeFile({ ...options, settings, cacheDir: places.cacheDir });
}
