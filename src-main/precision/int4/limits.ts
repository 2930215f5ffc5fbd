/**
 * Which matrices are worth 4 bits; one place, the same for every model. Measured on a processor with AVX2 (README.md,
 * "int4"): the kernel gains where the matrix has to come from memory, and loses where rows are short or few.
 */

/** With rows of 16 and 32 inputs the product took 2 to 3 times as long as in float. */
export const MIN_INPUTS = 64;

/** With 2 to 16 outputs it took up to 1.7 times as long. */
export const MIN_OUTPUTS = 64;

/** 64 KiB as float32. 128 × 128 takes as long in 4 bits as in float; less than that saves neither time nor room. */
export const MIN_WEIGHTS = 16_384;

/** Why a matrix of this size stays in float; null where it is worth changing. */
export function notWorthwhile(inputs: number, outputs: number): string | null {
  if (inputs < MIN_INPUTS) return `it has ${inputs} inputs; below ${MIN_INPUTS}, 4 bits are slower`;
  if (outputs < MIN_OUTPUTS) return `it has ${outputs} outputs; below ${MIN_OUTPUTS}, 4 bits are slower`;
  const weights = inputs * outputs;
  return weights < MIN_WEIGHTS ? `it has ${weights} weights; fewer than ${MIN_WEIGHTS} gain nothing` : null;
}
