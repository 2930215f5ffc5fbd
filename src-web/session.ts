/** Opens a model in onnxruntime-web. */
import type { InferenceSession } from 'onnxruntime-web';
import type { Device } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import { claimedDevice, PROVIDER_FACTS, targetName } from '#core/providers.ts';
import type { Ask } from '#core/worker/messages.ts';
import { dataFileAddress } from '#core/worker/page-messages.ts';
import { faultOf } from './faults.ts';
import type { OrtRuntime } from './runtime.ts';
import type { MLContext } from './webnn.ts';

/** A model in the page's memory: its bytes, and where those of its tensors are that lie in files of their own. */
export interface Model {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly externalData: readonly { readonly path: string; readonly data: string }[];
}

/** From the addresses that main serves. */
export async function fetchModel({ path, dataFiles }: Ask<'load'>): Promise<Model> {
  const response = await fetch(path);
  if (!response.ok)
    throw new Fault('model-missing', `The page got no model from ${path}: ${response.status}`);
  return {
    bytes: new Uint8Array(await response.arrayBuffer()),
    externalData: dataFiles.map((name, index) => ({ path: name, data: dataFileAddress(path, index) })),
  };
}

/** `context`: of WebNN; null for the other providers. */
export async function openSession(
  ort: OrtRuntime,
  model: Model,
  ask: Ask<'load'>,
  context: MLContext | null,
  extra: InferenceSession.SessionOptions = {},
): Promise<InferenceSession> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: [executionProvider(ask, context)],
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    enableCpuMemArena: ask.arena,
    logSeverityLevel: 3,
    ...(model.externalData.length === 0 ? {} : { externalData: model.externalData }),
    ...extra,
  };
  return ort.InferenceSession.create(model.bytes, options).catch((cause: unknown) => {
    throw faultOf(cause, 'session-failed', `onnxruntime-web did not load the model on ${targetName(ask)}`);
  });
}

function executionProvider(
  ask: Ask<'load'>,
  context: MLContext | null,
): InferenceSession.ExecutionProviderConfig {
  const { executionProvider: name } = PROVIDER_FACTS[ask.provider];
  if (context === null) return name;
  return { name, context, deviceType: webnnDevice(ask) } as InferenceSession.ExecutionProviderConfig;
}

/** The units of WebNN are its device types. */
export function webnnDevice(ask: Ask<'load'>): Device {
  return claimedDevice(ask);
}
