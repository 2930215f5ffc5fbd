/** What a model's file says of its inputs. */
import { Fault } from '#core/errors.ts';
import type { InputSpec } from '#core/suite.ts';
import type { Shapes } from '#core/import-wishes.ts';
import { chooseDims, dimsText, type ChosenDim, type FileDim, type FileInput } from '#core/open-dims.ts';
import type { TensorType } from '#core/tensor.ts';
import { int64ToNumber, type GraphProto, type TensorType as TypeMessage } from '#precision/onnx/messages.ts';

/** `TensorProto.DataType` → ours. Text, complex numbers and the 8-bit floats cannot be fed. */
const TENSOR_TYPES: Readonly<Record<number, TensorType>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
};

export interface ShapedInput {
  readonly file: FileInput;
  readonly spec: InputSpec;
  readonly dims: readonly ChosenDim[];
}

/**
 * The inputs that must be fed: those that an initializer gives a default are left out. Throws `model-unsupported` for an
 * input that is no tensor of numbers.
 */
export function inputsOf(graph: GraphProto): FileInput[] {
  const defaults = new Set(graph.initializer.map(({ name }) => name));
  return graph.input
    .filter(({ name }) => !defaults.has(name))
    .map(({ name, type }) => {
      const tensor = type?.tensorType ?? null;
      const elements = tensor === null ? undefined : TENSOR_TYPES[tensor.elemType];
      if (tensor !== null && elements !== undefined) return { name, type: elements, dims: dimsOf(tensor) };
      throw new Fault('model-unsupported', `the input "${name}" is no tensor of numbers or truth values`, {
        remedy: 'Export the model without its text processing, so that it takes tensors of numbers.',
      });
    });
}

function dimsOf({ shape }: TypeMessage): FileDim[] | null {
  if (shape === null) return null;
  return shape.dim.map((dim) => {
    const size = int64ToNumber(dim.dimValue) ?? 0;
    // A size of 0 is how protobuf says that none is stated; exporters of old wrote −1.
    return dim.dimParam !== '' || size <= 0 ? dim.dimParam : size;
  });
}

/**
 * Gives every input its shape: a person's own, or the file's with `chooseDims` for what is open. An open dimension that a
 * given shape fixes has the same size in all inputs that name it. Throws `input-invalid` for a shape that contradicts the
 * file, and for an input of which nothing is known; `wrong-usage` for a shape of no input.
 */
export function shapeInputs(inputs: readonly FileInput[], shapes: Shapes): ShapedInput[] {
  for (const name of Object.keys(shapes)) {
    if (inputs.some((input) => input.name === name)) continue;
    const names = inputs.map((input) => input.name).join(', ');
    throw new Fault(
      'wrong-usage',
      `a shape is given for "${name}", which is no input of the model. Inputs: ${names}.`,
    );
  }
  const known = new Map(
    inputs.flatMap((input) => {
      const given = givenShape(input, shapes);
      const named = (input.dims ?? []).map((dim, axis) => [dim, given?.[axis]] as const);
      return named.filter(
        (pair): pair is [string, number] =>
          typeof pair[0] === 'string' && pair[0] !== '' && pair[1] !== undefined,
      );
    }),
  );
  return inputs.map((file) => {
    const given = givenShape(file, shapes);
    const dims =
      given?.map((size, axis) => ({ size, why: file.dims?.[axis] === size ? null : 'as given' })) ??
      defaults(file, known);
    return {
      file,
      dims,
      spec: {
        name: file.name,
        type: file.type,
        dims: dims.map(({ size }) => size),
        meaning: meaningOf(dims),
      },
    };
  });
}

function defaults({ name, dims }: FileInput, known: ReadonlyMap<string, number>): ChosenDim[] {
  if (dims !== null) return chooseDims(name, dims, known);
  throw new Fault('input-invalid', `the file does not say how many dimensions the input "${name}" has`, {
    remedy: `Give its sizes, such as 1,3,224,224 with your own numbers (--shape ${name}=1,3,224,224).`,
  });
}

function givenShape({ name, dims }: FileInput, shapes: Shapes): readonly number[] | null {
  const given = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  if (given === undefined) return null;
  const fits =
    dims === null ||
    (dims.length === given.length &&
      dims.every((dim, axis) => typeof dim === 'string' || dim === given[axis]));
  if (fits) return given;
  throw new Fault(
    'input-invalid',
    `the shape ${given.join(',')} does not fit the input "${name}", which takes [${dimsText(dims)}]`,
    {
      remedy: 'Only open dimensions, those with a name or "?", can be chosen.',
    },
  );
}

function meaningOf(dims: readonly ChosenDim[]): string {
  return dims.some(({ why }) => why !== null)
    ? 'as the file states, open dimensions chosen'
    : 'as the file states';
}
