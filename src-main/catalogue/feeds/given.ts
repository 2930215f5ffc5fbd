/** Inputs of a person's own: `.npz`, `.npy`, PNG and JPEG files, from a folder or alone. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { Fault } from '#core/errors.ts';
import type { Normalisation } from '#core/import-wishes.ts';
import type { InputSpec } from '#core/suite.ts';
import type { TensorData, TensorMap } from '#core/tensor.ts';
import { fitArray } from './fit-array.ts';
import { decodePicture } from './decode-picture.ts';
import { readNpy } from './npy.ts';
import { readNpz } from './npz.ts';
import { pictureTensor } from './picture-input.ts';

const KINDS = {
  '.npz': 'npz',
  '.npy': 'npy',
  '.png': 'picture',
  '.jpg': 'picture',
  '.jpeg': 'picture',
} as const;
type Kind = (typeof KINDS)[keyof typeof KINDS];

/** More samples than this are not read: 32 are compared, the others calibrate. */
export const MAX_SAMPLES = 160;
const MAX_FILE_BYTES = 2 ** 31;

/** Arrays that belong together, by the name of the input that they are for. */
export interface ArrayGroup {
  readonly file: string;
  readonly arrays: ReadonlyMap<string, TensorData>;
}

/** What lies at a path, its arrays read and its pictures not yet. */
export type GivenInputs =
  | { readonly kind: 'arrays'; readonly groups: readonly ArrayGroup[] }
  | { readonly kind: 'pictures'; readonly files: readonly string[] };

/**
 * Looks at a folder (its own files in the order of their names, not those of folders in it) or at one file. Files of
 * other kinds are passed over; two kinds at once are refused, as nobody could tell which is meant. An `.npz` file
 * holds an array an input. An `.npy` file holds a sample of the one input, or where there are several inputs all
 * samples of the input that it is named after. Synchronous: it is read where a plan is prepared. Throws `input-invalid`.
 */
export function openGiven(path: string, inputNames: readonly string[]): GivenInputs {
  const files = filesAt(path);
  const kinds = new Set(files.map((file) => kindOf(file)));
  if (kinds.size > 1) {
    throw new Fault('input-invalid', `${path} holds ${[...kinds].join(' and ')} files; give one kind`);
  }
  const [kind] = kinds;
  if (kind === undefined) {
    throw new Fault('input-invalid', `${path} holds no inputs: no .npz, .npy, .png or .jpg file`);
  }
  if (kind === 'picture') return { kind: 'pictures', files: files.slice(0, MAX_SAMPLES) };
  if (kind === 'npz') {
    const groups = files
      .slice(0, MAX_SAMPLES)
      .map((file) => ({ file, arrays: readNpz(bytesOf(file), file) }));
    return { kind: 'arrays', groups };
  }
  return { kind: 'arrays', groups: npyGroups(files, path, inputNames) };
}

/** The samples, each fitting `specs`. Throws `input-invalid` that names the file, and the input that it does not fit. */
export function samplesOf(
  given: GivenInputs,
  specs: readonly InputSpec[],
  normalisation: Normalisation,
): TensorMap[] {
  if (given.kind === 'arrays') {
    return given.groups.flatMap((group) => samplesInGroup(group, specs)).slice(0, MAX_SAMPLES);
  }
  const [spec, ...others] = specs;
  if (spec === undefined || others.length > 0) {
    const names = specs.map(({ name }) => name).join(', ');
    throw new Fault(
      'input-invalid',
      `pictures can be the only input; this model has ${names}: give .npz files`,
    );
  }
  return given.files.map((file) => ({
    [spec.name]: pictureTensor(decodePicture(bytesOf(file), file), spec, normalisation),
  }));
}

function samplesInGroup({ file, arrays }: ArrayGroup, specs: readonly InputSpec[]): TensorMap[] {
  const columns = specs.map((spec) => {
    const tensor = arrayFor(arrays, spec.name, specs.length);
    if (tensor === null) {
      const there = [...arrays.keys()].join(', ');
      throw new Fault('input-invalid', `${file} has no array for the input "${spec.name}" (it has ${there})`);
    }
    return { name: spec.name, tensors: fitArray(tensor, spec, file) };
  });
  const count = Math.max(...columns.map(({ tensors }) => tensors.length));
  for (const { name, tensors } of columns) {
    if (tensors.length === count || tensors.length === 1) continue;
    throw new Fault(
      'input-invalid',
      `${file} holds ${tensors.length} samples of "${name}" and ${count} of another input`,
    );
  }
  return Array.from({ length: count }, (_, at) => {
    const entries = columns.map(({ name, tensors }) => [name, tensors[tensors.length === 1 ? 0 : at]]);
    return Object.fromEntries(entries) as TensorMap;
  });
}

/** By name; an only array is for an only input, whatever NumPy called it (`arr_0`). */
export function arrayFor(
  arrays: ReadonlyMap<string, TensorData>,
  input: string,
  inputCount: number,
): TensorData | null {
  const found = arrays.get(input) ?? arrays.get(fileNameFor(input));
  if (found !== undefined) return found;
  const [only] = arrays.values();
  return arrays.size === 1 && inputCount === 1 ? (only ?? null) : null;
}

/** Names of inputs may hold signs that names of files must not. */
const fileNameFor = (input: string): string => input.replace(/[/\\:*?"<>|]/g, '_');

function npyGroups(files: readonly string[], path: string, inputNames: readonly string[]): ArrayGroup[] {
  const read = (file: string): TensorData => readNpy(bytesOf(file), file);
  const [only, ...others] = inputNames;
  if (only !== undefined && others.length === 0) {
    return files.slice(0, MAX_SAMPLES).map((file) => ({ file, arrays: new Map([[only, read(file)]]) }));
  }
  const byName = new Map(files.map((file) => [basename(file, extname(file)), file]));
  const arrays = inputNames.flatMap((input) => {
    const file = byName.get(input) ?? byName.get(fileNameFor(input));
    return file === undefined ? [] : [[input, read(file)] as const];
  });
  return [{ file: path, arrays: new Map(arrays) }];
}

function filesAt(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) {
      if (kindOf(path) !== null) return [path];
      throw new Fault('input-invalid', `${path} is no folder, and no .npz, .npy, .png or .jpg file`);
    }
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && kindOf(entry.name) !== null)
      .map(({ name }) => name)
      .sort()
      .map((name) => join(path, name));
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function kindOf(file: string): Kind | null {
  const extension = extname(file).toLowerCase();
  return Object.hasOwn(KINDS, extension) ? KINDS[extension as keyof typeof KINDS] : null;
}

function bytesOf(file: string): Uint8Array {
  try {
    const { size } = statSync(file);
    if (size > MAX_FILE_BYTES)
      throw new Fault('input-invalid', `${file} has ${size} bytes, which is too much`);
    return readFileSync(file);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(path: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Fault('input-invalid', `cannot read ${path}: ${reason}`, { cause });
}
