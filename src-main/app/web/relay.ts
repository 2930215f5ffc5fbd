/**
 * Between whoever asks and the page that answers: to the one it looks like a native worker, to the other it speaks
 * of addresses and of the page's own clock. It knows no Electron.
 */
import { Fault, toWireFault } from '#core/errors.ts';
import {
  requestSchema,
  REPLIES,
  type Answer,
  type Ask,
  type Reply,
  type Request,
} from '#core/worker/messages.ts';
import { fromPageSchema, type ToPage } from '#core/worker/page-messages.ts';
import { clockOffsetS, type RoundTrip } from './clock-offset.ts';
import type { Usage } from './page-usage.ts';

/** Processor time is read, and the memory looked at, this often while the page works. */
const SAMPLE_PERIOD_MS = 100;
/** The first messages after a pause are slow; of these the fastest counts. */
const ROUND_TRIPS = 9;

export interface RelayParts {
  sendToClient(reply: Reply): void;
  sendToPage(message: ToPage): void;
  /** Makes the model available to the page; resolves to its address. Rejects with a `Fault`. */
  publish(ask: Ask<'load'>): Promise<string>;
  /** The page has what it needs of it. */
  withdraw(): void;
  /** s, on the clock that all processes of the machine share. */
  nowS(): number;
  usage(): Usage;
  /** Calls `tick` until the returned function is called. */
  every(periodMs: number, tick: () => void): () => void;
  /** Ends the page, which then is gone for this reason. */
  end(reason: string): void;
  /** The page hears from now on. */
  onReady(): void;
}

interface CpuSamples {
  readonly atS: number[];
  readonly seconds: number[];
}

export class Relay {
  readonly #parts: RelayParts;
  readonly #pending = new Map<number, (reply: Reply) => void>();
  readonly #clocks = new Map<number, (pageS: number) => void>();
  #lastClock = 0;
  #working = 0;
  #stopTicking: (() => void) | null = null;
  #samples: CpuSamples | null = null;
  #offsetS = 0;
  #memoryLimitBytes: number | null = null;
  #closed = false;

  constructor(parts: RelayParts) {
    this.#parts = parts;
  }

  /** From whoever asks. */
  receiveFromClient(message: unknown): void {
    if (this.#closed) return;
    const request = requestSchema.safeParse(message);
    if (!request.success) {
      this.#parts.end(`it was sent what is no request: ${request.error.message}`);
      return;
    }
    const { id } = request.data;
    this.#answer(request.data).then(
      (reply) => this.#parts.sendToClient(reply),
      (error: unknown) => this.#parts.sendToClient({ ok: false, id, fault: toWireFault(error) }),
    );
  }

  receiveFromPage(message: unknown): void {
    const parsed = fromPageSchema.safeParse(message);
    if (!parsed.success) {
      this.#parts.end(`the page sent what is no reply: ${parsed.error.message}`);
    } else if ('ok' in parsed.data) {
      this.#pending.get(parsed.data.id)?.(parsed.data);
      this.#pending.delete(parsed.data.id);
    } else if (parsed.data.kind === 'clock') {
      this.#clocks.get(parsed.data.id)?.(parsed.data.atS);
      this.#clocks.delete(parsed.data.id);
    } else if (parsed.data.kind === 'failed') this.#parts.end(parsed.data.reason);
    else this.#parts.onReady();
  }

  /** The page is gone: nothing is sampled any more. */
  close(): void {
    this.#closed = true;
    this.#rest();
  }

  async #answer(request: Request): Promise<Reply> {
    switch (request.kind) {
      case 'load':
        return this.#load(request);
      case 'infer':
        return this.#whileWorking(() => this.#ask(request));
      case 'start':
        return this.#start(request);
      case 'stop':
        return this.#stop(request);
      case 'cpu':
        return { ok: true, id: request.id, answer: this.#parts.usage().cpuSeconds };
      case 'backends':
      case 'extremes':
      case 'histograms':
        throw new Fault('internal', `"${request.kind}" is asked of native workers only`);
    }
  }

  async #load(request: Extract<Request, { kind: 'load' }>): Promise<Reply> {
    this.#memoryLimitBytes = request.ask.memoryLimitBytes;
    const path = await this.#parts.publish(request.ask);
    try {
      if (this.#closed) throw new Fault('worker-died', 'The page ended while its model was read.');
      return await this.#whileWorking(() => this.#ask({ ...request, ask: { ...request.ask, path } }));
    } finally {
      this.#parts.withdraw();
    }
  }

  async #start(request: Extract<Request, { kind: 'start' }>): Promise<Reply> {
    const roundTrips: RoundTrip[] = [];
    for (let trip = 0; trip < ROUND_TRIPS; trip += 1) roundTrips.push(await this.#roundTrip());
    this.#offsetS = clockOffsetS(roundTrips);
    this.#beginWork();
    this.#samples = { atS: [], seconds: [] };
    this.#sample();
    const reply = await this.#ask(request);
    if (!reply.ok) this.#endSamples();
    return reply;
  }

  async #stop(request: Extract<Request, { kind: 'stop' }>): Promise<Reply> {
    const reply = await this.#ask(request);
    this.#sample();
    const samples = this.#endSamples();
    if (!reply.ok || samples === null) return reply;
    const { startsS, endsS } = REPLIES.stop.parse(reply.answer);
    const answer: Answer<'stop'> = {
      startsS: startsS.map((pageS) => pageS + this.#offsetS),
      endsS: endsS.map((pageS) => pageS + this.#offsetS),
      cpuAtS: Float64Array.from(samples.atS),
      cpuSeconds: Float64Array.from(samples.seconds),
    };
    return { ok: true, id: request.id, answer };
  }

  #ask(request: Request): Promise<Reply> {
    return new Promise((resolve) => {
      this.#pending.set(request.id, resolve);
      this.#parts.sendToPage(request);
    });
  }

  #roundTrip(): Promise<RoundTrip> {
    const id = ++this.#lastClock;
    return new Promise((resolve) => {
      const sentS = this.#parts.nowS();
      this.#clocks.set(id, (pageS) => resolve({ sentS, pageS, receivedS: this.#parts.nowS() }));
      this.#parts.sendToPage({ kind: 'clock', id });
    });
  }

  async #whileWorking(work: () => Promise<Reply>): Promise<Reply> {
    this.#beginWork();
    try {
      return await work();
    } finally {
      this.#endWork();
    }
  }

  /** While nobody works nothing is looked at: an idle window is to be idle. */
  #beginWork(): void {
    this.#working += 1;
    this.#stopTicking ??= this.#parts.every(SAMPLE_PERIOD_MS, () => this.#sample());
  }

  #rest(): void {
    this.#stopTicking?.();
    this.#stopTicking = null;
  }

  #endWork(): void {
    this.#working -= 1;
    if (this.#working === 0) this.#rest();
  }

  #endSamples(): CpuSamples | null {
    const samples = this.#samples;
    this.#samples = null;
    if (samples !== null) this.#endWork();
    return samples;
  }

  #sample(): void {
    let usage: Usage;
    try {
      usage = this.#parts.usage();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#parts.end(error.message);
      return;
    }
    const { cpuSeconds, memoryBytes } = usage;
    this.#samples?.atS.push(this.#parts.nowS());
    this.#samples?.seconds.push(cpuSeconds);
    const limitBytes = this.#memoryLimitBytes;
    if (limitBytes === null || memoryBytes === null || memoryBytes <= limitBytes) return;
    this.#parts.end(
      `out of memory: it used ${inMb(memoryBytes)}, more than its limit of ${inMb(limitBytes)}`,
    );
  }
}

const inMb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
