/** The sessions of one model: how they are opened, and that for WebNN each has the shapes of its inputs. */
import type { InferenceSession } from 'onnxruntime-web';
import type { TensorMap } from '#core/tensor.ts';
import type { Ask } from '#core/worker/messages.ts';
import { freeDimensions } from './free-dimensions.ts';
import type { OrtRuntime } from './runtime.ts';
import { type Model, openSession } from './session.ts';
import type { MLContext } from './webnn.ts';

export interface Sessions {
  /** For inputs of these shapes. */
  open(feeds: TensorMap, extra?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  /** Whether a session that was opened for one of them can run the other. */
  fits(feeds: TensorMap, others: TensorMap): boolean;
}

/**
 * WebNN builds its graph once, for sizes that are known: nodes after an open dimension would all be left to the
 * processor. So the model's open dimensions are given the sizes of the inputs. Other providers need none of that.
 */
export async function sessionsOf(
  ort: OrtRuntime,
  model: Model,
  ask: Ask<'load'>,
  context: MLContext | null,
): Promise<Sessions> {
  const metadata = context === null ? [] : await inputsOf(ort, model, ask);
  return {
    open(feeds, extra = {}) {
      const sizes = freeDimensions(metadata, feeds);
      const fixed = Object.keys(sizes).length === 0 ? {} : { freeDimensionOverrides: sizes };
      return openSession(ort, model, ask, context, { ...fixed, ...extra });
    },
    fits(feeds, others) {
      const [sizes, otherSizes] = [freeDimensions(metadata, feeds), freeDimensions(metadata, others)];
      return Object.entries(sizes).every(([name, size]) => otherSizes[name] === size);
    },
  };
}

/** What the model says of its inputs, from a session that never runs. */
async function inputsOf(
  ort: OrtRuntime,
  model: Model,
  ask: Ask<'load'>,
): Promise<readonly InferenceSession.ValueMetadata[]> {
  const onProcessor = { ...ask, provider: 'wasm', unit: null } as const;
  const session = await openSession(ort, model, onProcessor, null, { graphOptimizationLevel: 'disabled' });
  const { inputMetadata } = session;
  await session.release();
  return inputMetadata;
}
