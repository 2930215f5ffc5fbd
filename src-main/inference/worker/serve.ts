/** The worker's side of the conversation: one model, asked over one port. */
import type { InferenceSession } from 'onnxruntime-node';
import { Fault, toWireFault } from '#core/errors.ts';
import { PROVIDER_FACTS } from '#core/providers.ts';
import { refuseFallback } from '#core/refuse-fallback.ts';
import { type RunningLoop, startLoop } from './loop.ts';
import {
  type Answer,
  type Ask,
  type CallKind,
  type Reply,
  type Request,
  requestSchema,
} from '#core/worker/messages.ts';
import { listBackends } from './backends.ts';
import { fromOrt, toOrt } from './ort-tensors.ts';
import { reduceExtremes, reduceHistograms } from './observe.ts';
import { watchMemory } from './memory-watch.ts';
import { measurePlacement, profileOptions } from './placement.ts';
import type { WorkerPort } from './port.ts';
import { runFault } from './providers/native-fault.ts';
import { seeAdapter } from './providers/see-adapter.ts';
import { type ModelSource, openSession, readChecked } from './session.ts';
import { cpuSeconds } from './trace-recorder.ts';

interface Loaded {
  readonly session: InferenceSession;
  readonly feeds: InferenceSession.FeedsType;
}

type Handlers = { readonly [K in CallKind]: (ask: Ask<K>) => Promise<Answer<K>> };

export function serve(port: WorkerPort): void {
  const handlers = makeHandlers();
  port.onMessage((message) => {
    const request = requestSchema.parse(message);
    void answer(handlers, request).then((reply) => {
      port.send(reply);
    });
  });
}

async function answer(handlers: Handlers, request: Request): Promise<Reply> {
  const { id } = request;
  try {
    return { ok: true, id, answer: await dispatch(handlers, request) };
  } catch (error) {
    return { ok: false, id, fault: toWireFault(error) };
  }
}

function dispatch(handlers: Handlers, request: Request): Promise<unknown> {
  switch (request.kind) {
    case 'backends':
      return handlers.backends(request.ask);
    case 'load':
      return handlers.load(request.ask);
    case 'infer':
      return handlers.infer(request.ask);
    case 'extremes':
      return handlers.extremes(request.ask);
    case 'histograms':
      return handlers.histograms(request.ask);
    case 'start':
      return handlers.start(request.ask);
    case 'stop':
      return handlers.stop(request.ask);
    case 'cpu':
      return handlers.cpu(request.ask);
  }
}

function makeHandlers(): Handlers {
  let loaded: Loaded | null = null;
  let loop: RunningLoop | null = null;

  const model = (): Loaded => {
    if (loaded) return loaded;
    throw new Fault('internal', 'the worker was asked to run before a model was loaded');
  };
  const idle = (): void => {
    if (loop) throw new Fault('internal', 'the worker was asked for something else while it runs');
  };

  return {
    backends: () => listBackends(),
    async load(ask) {
      idle();
      const { ran, ...rest } = await load(ask);
      loaded = rest;
      return { ran };
    },
    async infer({ feeds }) {
      idle();
      return fromOrt(await runOnce(model().session, toOrt(feeds)));
    },
    async extremes({ feeds, points }) {
      idle();
      return reduceExtremes(await runOnce(model().session, toOrt(feeds), points));
    },
    async histograms({ feeds, ranges, bins }) {
      idle();
      const outputs = await runOnce(model().session, toOrt(feeds), Object.keys(ranges));
      return reduceHistograms(outputs, ranges, bins);
    },
    async start({ pace }) {
      idle();
      const { session, feeds } = model();
      const started = startLoop(session, feeds, pace);
      loop = started;
      await started.first.catch((error: unknown) => {
        loop = null;
        throw error;
      });
      return null;
    },
    async stop() {
      if (!loop) throw new Fault('internal', 'the worker was asked to stop but does not run');
      const running = loop;
      loop = null;
      return running.stop();
    },
    cpu: () => Promise.resolve(cpuSeconds()),
  };
}

/** Two sessions one after the other: profiling costs time, so the one that is measured has none. */
async function load(ask: Ask<'load'>): Promise<Loaded & Answer<'load'>> {
  if (ask.memoryLimitBytes !== null) watchMemory(ask.memoryLimitBytes);
  const source = await readChecked(ask);
  const feeds = toOrt(ask.feeds);
  const ran = await ranIn(ask, source, feeds);
  return { session: await openSession(source, ask, !ask.noFallback), feeds, ran };
}

async function ranIn(
  ask: Ask<'load'>,
  source: ModelSource,
  feeds: InferenceSession.FeedsType,
): Promise<Answer<'load'>['ran']> {
  if (ask.profileFolder === null) return null;
  const { placedAs } = PROVIDER_FACTS[ask.provider];
  // With the processor behind it even where that is refused: only a session that runs names the nodes.
  const session = await openSession(source, ask, true, profileOptions(ask.profileFolder));
  try {
    const placement = await measurePlacement(session, feeds, ask.profileFolder, placedAs);
    if (ask.noFallback) refuseFallback(placement, ask);
    const adapter = await seeAdapter(ask, () => session.run(feeds));
    await session.release();
    return { placement, adapter, tensorsOn: 'host' };
  } catch (cause) {
    throw cause instanceof Fault ? cause : runFault(cause, `${ask.path} loaded but did not run`);
  }
}

async function runOnce(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  outputs: readonly string[] = session.outputNames,
): Promise<InferenceSession.ReturnType> {
  return session.run(feeds, outputs).catch((cause: unknown) => {
    throw runFault(cause, 'inference failed');
  });
}
