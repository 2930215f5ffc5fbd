/** What each native provider is opened with. Pure: the same options on every platform that asks for them. */
import type { InferenceSession } from 'onnxruntime-node';
import type { Provider } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import { PROVIDER_FACTS } from '#core/providers.ts';
import type { Ask } from '#core/worker/messages.ts';
import { coreMlFlags } from './core-ml-flags.ts';

type SessionOptions = InferenceSession.SessionOptions;
type ProviderOption = InferenceSession.ExecutionProviderConfig;

export type SessionSettings = Pick<
  Ask<'load'>,
  'provider' | 'unit' | 'threads' | 'spinning' | 'arena' | 'halfFloats'
>;

/** ONNX Runtime's level 3: errors only. Its warnings are about graphs, for those who make them. */
const ERRORS_ONLY = 3;

/**
 * `cpuBehind`: the processor takes the nodes that the provider leaves. Without it such a node makes ONNX
 * Runtime refuse the session. Throws a `Fault` for a provider that runs in a browser page.
 */
export function sessionOptions(settings: SessionSettings, cpuBehind: boolean): SessionOptions {
  const { provider, threads, spinning, arena } = settings;
  if (PROVIDER_FACTS[provider].runtime === 'web') {
    throw new Fault('internal', `${provider} runs in a browser page; the native worker was asked for it`);
  }
  const own = providerOption(settings);
  const alone = provider === 'cpu' || !cpuBehind;
  const options: SessionOptions = {
    executionProviders: alone ? [own] : [own, 'cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: ERRORS_ONLY,
    enableCpuMemArena: arena,
    extra: { session: { 'intra_op.allow_spinning': spinning ? '1' : '0' } },
  };
  return [options, refusal(provider, cpuBehind), DIFFERENT[provider] ?? {}].reduce(mergeOptions);
}

/** DirectML supports neither memory patterns nor parallel execution (ONNX Runtime, "DirectML execution provider"). */
const DIFFERENT: Partial<Record<Provider, SessionOptions>> = {
  dml: { enableMemPattern: false, executionMode: 'sequential' },
};

function refusal(provider: Provider, cpuBehind: boolean): SessionOptions {
  if (provider === 'cpu' || cpuBehind) return {};
  return { extra: { session: { disable_cpu_ep_fallback: '1' } } };
}

function providerOption({ provider, unit, halfFloats }: SessionSettings): ProviderOption {
  switch (provider) {
    case 'cuda':
    case 'tensorrt':
    case 'dml':
      return { name: provider, deviceId: Number(unit ?? 0) };
    case 'coreml':
      return { name: provider, coreMlFlags: coreMlFlags(unit, halfFloats ?? false) };
    default:
      return provider;
  }
}

/** The second wins; of `extra`, which holds settings in groups, both keep what only they have. */
export function mergeOptions(one: SessionOptions, two: SessionOptions): SessionOptions {
  const extra = { ...one.extra };
  for (const [group, settings] of Object.entries(two.extra ?? {})) {
    extra[group] = { ...(extra[group] as object | undefined), ...(settings as object) };
  }
  return { ...one, ...two, extra };
}
