/** Loads a model: finds out where it runs, then opens the session that is measured. */
import type { InferenceSession } from 'onnxruntime-web';
import { Fault } from '#core/errors.ts';
import type { Adapter } from '#core/placement.ts';
import { targetName } from '#core/providers.ts';
import { refuseFallback } from '#core/refuse-fallback.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { Answer, Ask } from '#core/worker/messages.ts';
import { type Bound, onDevice, onHost } from './bindings.ts';
import { describeAdapter } from './describe-adapter.ts';
import { type GpuWatch, requireGpu, watchGpu } from './gpu.ts';
import { deviceLost, NEVER_LOST, orLost } from './loop.ts';
import { profileApart } from './profile.ts';
import { runOnce } from './run-once.ts';
import { loadRuntime, type OrtRuntime } from './runtime.ts';
import { fetchModel, webnnDevice } from './session.ts';
import { sessionsOf } from './sessions.ts';
import { fromOrt, toOrt } from './tensors.ts';
import { createContext, describeContext, type MLContext } from './webnn.ts';

export interface Loaded {
  /** What the loop runs. */
  readonly bound: Bound;
  /** One inference on any inputs. Rejects with a `Fault`. */
  infer(feeds: TensorMap): Promise<TensorMap>;
  /** Rejects when the device goes away; never resolves. */
  readonly lost: Promise<never>;
  readonly ran: Answer<'load'>['ran'];
}

/** Rejects with a `Fault`. A page loads once: ONNX Runtime's build and threads cannot be changed in it. */
export async function load(ask: Ask<'load'>): Promise<Loaded> {
  refuseSettings(ask);
  if (ask.provider === 'web-webgpu') await requireGpu();
  const placement = ask.profileFolder === null ? null : await profileApart(ask);
  // Known before the rest of the work is done.
  if (placement !== null && ask.noFallback) refuseFallback(placement, ask);
  const gpu = watchGpu();
  const ort = await loadRuntime(ask.provider, ask.threads);
  const context = ask.provider === 'webnn' ? await createContext(webnnDevice(ask)) : null;
  const sessions = await sessionsOf(ort, await fetchModel(ask), ask, context);
  const feeds = toOrt(ort, ask.feeds);
  const session = await sessions.open(ask.feeds);
  const lost = lostOf(gpu, context);
  const bound = await bind(ort, session, feeds, gpu, lost);
  const adapter = adapterOf(ask, gpu, context);
  const ran = placement === null ? null : { placement, adapter, tensorsOn: bound.tensorsOn };
  return {
    ...{ bound, lost, ran },
    async infer(others) {
      const own = sessions.fits(ask.feeds, others) ? session : await sessions.open(others);
      const outputs = fromOrt(await orLost(runOnce(own, toOrt(ort, others)), lost));
      if (own !== session) await own.release();
      return outputs;
    },
  };
}

function refuseSettings(ask: Ask<'load'>): void {
  if (ask.spinning) return;
  throw new Fault(
    'wrong-usage',
    `${targetName(ask)} cannot run without spinning: a page has no such setting.`,
    {
      remedy: 'Leave the setting to native providers.',
    },
  );
}

/** On the device where WebGPU is what runs, and everything can lie there. */
async function bind(
  ort: OrtRuntime,
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  { taken }: GpuWatch,
  lost: Promise<never>,
): Promise<Bound> {
  if (taken === null) return onHost(session, feeds);
  const outputs = await orLost(runOnce(session, feeds), lost);
  return onDevice(ort, taken.device, session, feeds, outputs) ?? onHost(session, feeds);
}

function adapterOf(ask: Ask<'load'>, { taken }: GpuWatch, context: MLContext | null): Adapter | null {
  if (context !== null) return describeContext(webnnDevice(ask), context.accelerated);
  return taken === null ? null : describeAdapter(taken.facts);
}

function lostOf({ taken }: GpuWatch, context: MLContext | null): Promise<never> {
  if (taken !== null) return taken.lost;
  if (context?.lost === undefined) return NEVER_LOST;
  const lost = context.lost.then(({ message }): never => {
    throw deviceLost(message);
  });
  lost.catch(() => undefined);
  return lost;
}
