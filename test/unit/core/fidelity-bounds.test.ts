import { describe, expect, it } from 'vitest';
import { PRECISIONS, PROVIDERS } from '#core/configuration.ts';
import { compareOutputs, judgeFidelity } from '#core/fidelity.ts';
import { boundsOf } from '#core/fidelity-bounds.ts';
import type { TensorMap } from '#core/tensor.ts';

const OWN = { minSqnrDb: 12, minTop1Agreement: 0.8 };

describe('what outputs must keep', () => {
  it('is nothing for the reference itself', () => {
    expect(boundsOf({ precision: 'fp32', provider: 'cpu' }, { bounds: OWN, classOutput: 'y' })).toBeNull();
  });

  it('is the model’s own at a reduced precision, on every provider', () => {
    for (const precision of PRECISIONS.filter((each) => each !== 'fp32')) {
      for (const provider of PROVIDERS) {
        expect(boundsOf({ precision, provider }, { bounds: OWN, classOutput: 'y' })).toBe(OWN);
        expect(boundsOf({ precision, provider }, { bounds: null, classOutput: 'y' })).toBeNull();
      }
    }
  });

  it('is 40 dB at fp32 on another provider, and 99 % of the classes where there are classes', () => {
    for (const provider of PROVIDERS.filter((each) => each !== 'cpu')) {
      const fp32 = { precision: 'fp32', provider } as const;
      expect(boundsOf(fp32, { bounds: null, classOutput: 'y' })).toEqual({
        minSqnrDb: 40,
        minTop1Agreement: 0.99,
      });
      expect(boundsOf(fp32, { bounds: OWN, classOutput: null })).toEqual({
        minSqnrDb: 40,
        minTop1Agreement: null,
      });
    }
  });

  it('passes rounding to fp32, and not an error of a hundredth', () => {
    const bounds = boundsOf({ precision: 'fp32', provider: 'wasm' }, { bounds: null, classOutput: null });
    const values = Array.from({ length: 1000 }, (_, index) => Math.sin(index));
    const outputs = (change: (value: number) => number): TensorMap[] => [
      { y: { type: 'float32', dims: [1000], data: Float32Array.from(values, change) } },
    ];
    const judged = (change: (value: number) => number) => {
      const agreement = compareOutputs(
        outputs((value) => value),
        outputs(change),
        null,
      );
      return judgeFidelity(agreement, null, bounds);
    };
    expect(judged((value) => value * (1 + 1e-6)).holds).toBe(true);
    expect(judged((value) => value)).toMatchObject({ holds: true, sqnrDb: null });
    expect(judged((value) => value + 0.02)).toMatchObject({
      holds: false,
      shortfalls: [expect.stringContaining('below the bound of 40 dB')],
    });
  });
});
