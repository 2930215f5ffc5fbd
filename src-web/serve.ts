/** The worker's side of the conversation: one model, asked over one port. */
import { Fault, toWireFault } from '#core/errors.ts';
import type { Reply, Request } from '#core/worker/messages.ts';
import type { FromPage, ToPage } from '#core/worker/page-messages.ts';
import { load, type Loaded } from './load.ts';
import { nowS, type RunningLoop, startLoop } from './loop.ts';

export function serve(port: MessagePort): void {
  const say = (message: FromPage): void => port.postMessage(message);
  const handle = makeHandler();
  port.onmessage = ({ data }: MessageEvent<ToPage>) => {
    if (data.kind === 'clock') say({ kind: 'clock', id: data.id, atS: nowS() });
    else void answer(handle, data).then(say);
  };
  // What WebAssembly's own threads throw comes here, and to nobody else.
  addEventListener('error', ({ message }) =>
    say({ kind: 'failed', reason: `the page's worker: ${message}` }),
  );
  say({ kind: 'ready' });
}

type Handle = (request: Request) => Promise<unknown>;

async function answer(handle: Handle, request: Request): Promise<Reply> {
  const { id } = request;
  try {
    return { ok: true, id, answer: await handle(request) };
  } catch (error) {
    return { ok: false, id, fault: toWireFault(error) };
  }
}

function makeHandler(): Handle {
  let loaded: Loaded | null = null;
  let loop: RunningLoop | null = null;

  const model = (): Loaded => {
    if (loop) throw new Fault('internal', 'the page was asked for something else while it runs');
    if (loaded) return loaded;
    throw new Fault('internal', 'the page was asked to run before a model was loaded');
  };

  return async (request) => {
    switch (request.kind) {
      case 'load':
        if (loaded) throw new Fault('internal', 'the page was asked to load a second model');
        loaded = await load(request.ask);
        return { ran: loaded.ran };
      case 'infer':
        return model().infer(request.ask.feeds);
      case 'start': {
        const { bound, lost } = model();
        const started = startLoop(() => bound.run(), request.ask.pace, lost);
        loop = started;
        await started.first.catch((error: unknown) => {
          loop = null;
          throw error;
        });
        return null;
      }
      case 'stop': {
        if (!loop) throw new Fault('internal', 'the page was asked to stop but does not run');
        const running = loop;
        loop = null;
        // Processor time is main's to know: it adds the samples.
        const none = new Float64Array();
        return { ...(await running.stop()), cpuAtS: none, cpuSeconds: none };
      }
      case 'extremes':
      case 'histograms':
      case 'cpu':
        throw new Fault('internal', `a page cannot answer "${request.kind}"`);
    }
  };
}
