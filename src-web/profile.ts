/**
 * The placement of a model, from a worker of its own that is gone before the measured session is opened. In one
 * worker the profiled session leaves its threads and memory in the same instance of WebAssembly, and what is
 * measured after it took 6 to 8 % longer with two threads.
 */
import { Fault, toWireFault, type WireFault } from '#core/errors.ts';
import type { Placement } from '#core/placement.ts';
import { placementOf } from '#core/placement-trace.ts';
import { PROVIDER_FACTS } from '#core/providers.ts';
import { withoutFirstRun } from '#core/warm-trace.ts';
import type { Ask } from '#core/worker/messages.ts';
import { traceOf } from './console-trace.ts';
import { requireGpu } from './gpu.ts';
import { runOnce } from './run-once.ts';
import { loadRuntime } from './runtime.ts';
import { fetchModel, webnnDevice } from './session.ts';
import { sessionsOf } from './sessions.ts';
import { toOrt } from './tensors.ts';
import { createContext } from './webnn.ts';

/** The first run allocates and compiles; with a few more the nodes' usual times dominate. */
const PROFILED_RUNS = 3;

/** What this worker says to another one of the same script. */
export interface ProfileRequest {
  readonly profile: Ask<'load'>;
}

type ProfileReply =
  { readonly ok: true; readonly placement: Placement } | { readonly ok: false; readonly fault: WireFault };

export function isProfileRequest(data: unknown): data is ProfileRequest {
  return typeof data === 'object' && data !== null && 'profile' in data;
}

/** Rejects with a `Fault`; the other worker is gone when this settles. */
export async function profileApart(ask: Ask<'load'>): Promise<Placement> {
  const worker = new Worker(location.href, { type: 'module', name: 'joulemark profile' });
  try {
    const reply = await new Promise<ProfileReply>((resolve, reject) => {
      // Its first message says that it was loaded.
      worker.onmessage = () => {
        worker.onmessage = ({ data }) => resolve(data as ProfileReply);
        worker.postMessage({ profile: ask } satisfies ProfileRequest);
      };
      worker.onerror = ({ message }) => {
        reject(new Fault('internal', `the page's profiling worker: ${message || 'it could not be loaded'}`));
      };
    });
    if (!reply.ok) throw Fault.fromWire(reply.fault);
    return reply.placement;
  } finally {
    worker.terminate();
  }
}

/** The other worker's side. Never rejects. */
export async function answerProfile({ profile: ask }: ProfileRequest): Promise<ProfileReply> {
  try {
    return { ok: true, placement: await profile(ask) };
  } catch (error) {
    return { ok: false, fault: toWireFault(error) };
  }
}

async function profile(ask: Ask<'load'>): Promise<Placement> {
  if (ask.provider === 'web-webgpu') await requireGpu();
  const ort = await loadRuntime(ask.provider, ask.threads);
  const context = ask.provider === 'webnn' ? await createContext(webnnDevice(ask)) : null;
  const sessions = await sessionsOf(ort, await fetchModel(ask), ask, context);
  const session = await sessions.open(ask.feeds, { enableProfiling: true });
  const feeds = toOrt(ort, ask.feeds);
  for (let run = 0; run < PROFILED_RUNS; run += 1) await runOnce(session, feeds);
  const trace = traceOf(() => session.endProfiling());
  return placementOf(withoutFirstRun(trace), PROVIDER_FACTS[ask.provider].placedAs);
}
