/** How a precision is made, where there is a choice. Part of what a kept variant is found by. */
import type { Precision } from '#core/configuration.ts';

export interface VariantSettings {
  readonly int8: {
    /**
     * How weights are stored, which is a matter of the processor alone: the values are the same. x86 with VNNI
     * multiplies uint8 by int8 exactly and fast; without it those products saturate at 16 bits and are wrong,
     * and uint8 by uint8 is exact.
     */
    readonly weights: 'int8' | 'uint8';
  };
  readonly 'int8-static': {
    /** How an activation's range follows from what was observed. */
    readonly method: 'min-max' | 'percentile' | 'entropy';
    /** `asymmetric`: uint8 with a zero point; `symmetric`: int8 around 0. Weights are symmetric always. */
    readonly activations: 'asymmetric' | 'symmetric';
  };
  readonly int4: {
    /** Weights that share a scale. */
    readonly blockSize: 32 | 64 | 128;
    readonly symmetric: boolean;
  };
}

export const DEFAULT_SETTINGS: VariantSettings = {
  int8: { weights: 'int8' },
  'int8-static': { method: 'min-max', activations: 'asymmetric' },
  int4: { blockSize: 32, symmetric: false },
};

/** The settings that matter to a precision, as text without spaces that fits in a file's name; '' where none do. */
export function settingsKey(precision: Precision, settings: VariantSettings): string {
  if (precision === 'int8-dynamic') return settings.int8.weights;
  if (precision === 'int8-static') {
    const { method, activations } = settings['int8-static'];
    return `${method}-${activations}-${settings.int8.weights}`;
  }
  if (precision === 'int4') {
    const { blockSize, symmetric } = settings.int4;
    return `b${blockSize}-${symmetric ? 'symmetric' : 'asymmetric'}`;
  }
  return '';
}
