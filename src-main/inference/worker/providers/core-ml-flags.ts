/** How Core ML is asked for compute units: a wish, since Core ML itself decides for each operation. */

/**
 * The bits of `COREMLFlags` in ONNX Runtime's include/onnxruntime/core/providers/coreml/coreml_provider_factory.h.
 * coreml_options.cc there lets at most one of the first three stand, and maps `ane` to CPUAndNeuralEngine.
 */
const FLAGS = { cpuOnly: 0x001, ane: 0x004, cpuAndGpu: 0x020, mlProgram: 0x010 } as const;

const UNITS: Readonly<Record<string, number>> = {
  cpuOnly: FLAGS.cpuOnly,
  cpuAndGPU: FLAGS.cpuAndGpu,
  cpuAndNeuralEngine: FLAGS.ane,
  all: 0,
};

/**
 * `unit` is a name of Core ML's compute units; null is `all`.
 *
 * An ML Program keeps to the types of the model, and the neural engine computes in fp16 only (Apple, coremltools
 * guide, "Typed Execution"): an fp32 model as an ML Program would never reach it. The older format has no types
 * inside and lets Core ML compute in fp16, but takes no fp16 model. So an ML Program is right for
 * fp16 models everywhere and for others where the neural engine is not wanted.
 */
export function coreMlFlags(unit: string | null, halfFloats: boolean): number {
  const units = UNITS[unit ?? 'all'] ?? 0;
  const mayUseNeuralEngine = units === 0 || units === FLAGS.ane;
  return units | (halfFloats || !mayUseNeuralEngine ? FLAGS.mlProgram : 0);
}
