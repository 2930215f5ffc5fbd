/** A model's file, and the files beside it that hold its tensors, as one model. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '#core/errors.ts';
import { checkModel, functionsOf } from '../onnx/check.ts';
import { withLazyData } from '../onnx/lazy-data.ts';
import { amend } from '../onnx/make.ts';
import type { ModelProto, TensorProto } from '../onnx/messages.ts';
import { decodeModel } from '../onnx/read.ts';
import { dimsOf, isExternal, neededBytes } from '../onnx/tensors.ts';
import { mapTensors, tensorsOf, tensorsWithin } from '../onnx/walk.ts';
import { DataFiles } from './data-files.ts';
import { readFault } from './file-fault.ts';
import { placeOf } from './location.ts';

export interface OpenedModel {
  /** Tensors of other files look like those of the file itself; their `rawData` is read at each access. */
  readonly model: ModelProto;
  readonly path: string;
  /** The other files, relative to the model's folder, with `/`, in the order of their names. */
  readonly dataFiles: readonly string[];
  /** Afterwards nothing more can be read from the other files. */
  close(): Promise<void>;
}

/** A protobuf message ends below 2 GB. */
const MOST_BYTES = 2 ** 31 - 1;
/** More than fits into one piece of memory on some systems. */
const MOST_TENSOR_BYTES = 2 ** 32 - 1;

/**
 * Rejects with `model-missing` where the file or one of the others is not there, `model-outside` where it points
 * out of its folder, `file-unreadable`, and as `readModel` does. Holds the file in memory, the others not.
 */
export async function openModelFile(path: string): Promise<OpenedModel> {
  const decoded = decodeModel(await readWhole(path));
  const files = new DataFiles(dirname(path));
  try {
    const model = checkModel(withData(decoded, files));
    return {
      model,
      path,
      dataFiles: files.names,
      close: () => {
        files.close();
        return Promise.resolve();
      },
    };
  } catch (error) {
    files.close();
    throw error;
  }
}

/** `dirname(path)` exists when this resolves. */
async function readWhole(path: string): Promise<Uint8Array> {
  try {
    // A pipe would otherwise keep `open` waiting.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw new Fault('model-corrupt', `${path} is not a file`);
      if (stats.size > MOST_BYTES) {
        throw new Fault('model-unsupported', `${path} is ${stats.size} bytes; ONNX files end at 2 GB`, {
          remedy: 'Save the model with its weights in another file (external data).',
        });
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw readFault('model-missing', path, cause);
  }
}

function withData(model: ModelProto, files: DataFiles): ModelProto {
  const { graph } = model;
  for (const { name, node } of functionsOf(model)) {
    const outside = node.flatMap((each) => [...tensorsOf(each)]).find(isExternal);
    if (outside === undefined) continue;
    throw new Fault(
      'model-unsupported',
      `the tensor "${outside.name}" of the function "${name}" lies in another file, which is not followed`,
    );
  }
  if (graph === null || ![...tensorsWithin(graph)].some(isExternal)) return model;
  return amend(model, {
    graph: mapTensors(graph, (tensor) => (isExternal(tensor) ? opened(tensor, files) : tensor)),
  });
}

function opened(tensor: TensorProto, files: DataFiles): TensorProto {
  const { location, offsetBytes, lengthBytes } = placeOf(tensor);
  const file = files.open(location, tensor.name);
  const needed = neededBytes(tensor);
  const length = lengthBytes ?? needed ?? file.sizeBytes - offsetBytes;
  const where = `the tensor "${tensor.name}" of ${location}`;
  if (needed !== null && length !== needed) {
    const shape = dimsOf(tensor).join(', ');
    throw new Fault('model-corrupt', `${where} is ${length} bytes; its shape [${shape}] needs ${needed}`);
  }
  if (length < 0 || offsetBytes + length > file.sizeBytes) {
    const end = offsetBytes + length;
    throw new Fault('model-corrupt', `${where} ends at byte ${end}; the file has ${file.sizeBytes}`);
  }
  if (length > MOST_TENSOR_BYTES) {
    throw new Fault('model-unsupported', `${where} is ${length} bytes, more than can be read at once`);
  }
  return withLazyData(tensor, length, () => file.read(offsetBytes, length));
}
