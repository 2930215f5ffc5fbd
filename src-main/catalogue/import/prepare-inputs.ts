/** From a graph, and what a person says of its inputs, to what can be fed. */
import { Fault } from '#core/errors.ts';
import type { InputWishes } from '#core/import-wishes.ts';
import type { InputSpec } from '#core/suite.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { GraphProto } from '#precision/onnx/messages.ts';
import { openGiven, samplesOf } from '../feeds/given.ts';
import { followArrays } from './follow-arrays.ts';
import { guessValues, type GuessedInput } from './guess-values.ts';
import { inputsOf, shapeInputs, type ShapedInput } from './model-inputs.ts';

export interface PreparedInputs {
  readonly shaped: readonly ShapedInput[];
  readonly specs: readonly InputSpec[];
  /** What made values would be. */
  readonly guesses: readonly GuessedInput[];
  /** A person's own; null: inputs are made. */
  readonly samples: readonly TensorMap[] | null;
}

/** Open dimensions follow `shapes`, then the first given arrays, then what their names say. Throws `input-invalid`, `model-unsupported` or `wrong-usage`. */
export function prepareInputs(
  graph: GraphProto,
  { shapes, inputs: path, normalisation }: InputWishes,
): PreparedInputs {
  const fileInputs = inputsOf(graph);
  if (fileInputs.length === 0) {
    throw new Fault('model-unsupported', 'the model takes no inputs, so that there is nothing to run it on');
  }
  const given =
    path === null
      ? null
      : openGiven(
          path,
          fileInputs.map(({ name }) => name),
        );
  const followed = given?.kind === 'arrays' ? followArrays(fileInputs, given.groups[0], shapes) : shapes;
  const shaped = shapeInputs(fileInputs, followed);
  const specs = shaped.map(({ spec }) => spec);
  const samples = given === null ? null : samplesOf(given, specs, normalisation);
  return { shaped, specs, guesses: guessValues(specs, graph), samples };
}
