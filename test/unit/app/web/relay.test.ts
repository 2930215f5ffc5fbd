import { describe, expect, it } from 'vitest';
import type { Usage } from '#app/web/page-usage.ts';
import { Relay, type RelayParts } from '#app/web/relay.ts';
import { Fault } from '#core/errors.ts';
import type { Answer, Ask, Reply, Request } from '#core/worker/messages.ts';
import type { ToPage } from '#core/worker/page-messages.ts';

const LOAD: Ask<'load'> = {
  ...{ path: '/models/a.onnx', dataFiles: [], sha256: 'aa', provider: 'wasm', unit: null, threads: 2 },
  ...{
    spinning: true,
    arena: true,
    noFallback: false,
    memoryLimitBytes: 200e6,
    feeds: {},
    profileFolder: null,
  },
};
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A page whose clock runs 1000 s behind ours, and whose messages take 1 ms each way. */
function setUp(change: Partial<RelayParts> = {}) {
  const toClient: Reply[] = [];
  const toPage: ToPage[] = [];
  const ends: string[] = [];
  const ticks = new Set<() => void>();
  let nowS = 5000;
  let usage: Usage = { cpuSeconds: 1, memoryBytes: 100e6 };
  let published = 0;
  const relay = new Relay({
    sendToClient: (reply) => toClient.push(reply),
    sendToPage(message) {
      if (message.kind !== 'clock') {
        toPage.push(message);
        return;
      }
      const atS = nowS + 0.001 - 1000;
      nowS += 0.002;
      relay.receiveFromPage({ kind: 'clock', id: message.id, atS });
    },
    publish: async () => {
      published += 1;
      return 'app://web-1/model/0';
    },
    withdraw: () => void (published -= 1),
    nowS: () => nowS,
    usage: () => usage,
    every(_periodMs, tick) {
      ticks.add(tick);
      return () => ticks.delete(tick);
    },
    end: (reason) => ends.push(reason),
    onReady: () => undefined,
    ...change,
  });
  return {
    ...{ relay, toClient, toPage, ends },
    /** Time passes, and processor time is used. */
    pass(seconds: number, next: Partial<Usage> = {}) {
      nowS += seconds;
      usage = { ...usage, cpuSeconds: usage.cpuSeconds + seconds, ...next };
      for (const tick of ticks) tick();
    },
    isWatching: () => ticks.size > 0,
    isPublished: () => published > 0,
    nowS: () => nowS,
    async ask(request: Request) {
      relay.receiveFromClient(request);
      await turn();
    },
    async reply(id: number, answer: unknown) {
      relay.receiveFromPage({ ok: true, id, answer });
      await turn();
    },
  };
}

describe('Relay', () => {
  it('gives the page an address in place of the path, for as long as it loads', async () => {
    const { ask, reply, toPage, toClient, isPublished } = setUp();
    await ask({ kind: 'load', id: 7, ask: LOAD });
    expect(toPage).toEqual([{ kind: 'load', id: 7, ask: { ...LOAD, path: 'app://web-1/model/0' } }]);
    expect(isPublished()).toBe(true);
    await reply(7, { ran: null });
    expect(toClient).toEqual([{ ok: true, id: 7, answer: { ran: null } }]);
    expect(isPublished()).toBe(false);
  });

  it('answers itself where there is no model to serve', async () => {
    const publish = () => Promise.reject(new Fault('model-altered', 'it is another one'));
    const { ask, toPage, toClient } = setUp({ publish });
    await ask({ kind: 'load', id: 1, ask: LOAD });
    expect(toPage).toEqual([]);
    expect(toClient).toMatchObject([{ ok: false, id: 1, fault: { code: 'model-altered' } }]);
  });

  it("turns the page's times into ours, and adds processor time that covers them", async () => {
    const { ask, reply, pass, toClient, nowS } = setUp();
    await ask({ kind: 'start', id: 1, ask: { pace: { kind: 'back-to-back' } } });
    const beganS = nowS();
    await reply(1, null);
    for (let step = 0; step < 5; step += 1) pass(0.1);
    await ask({ kind: 'stop', id: 2, ask: {} });
    const startsS = Float64Array.of(beganS - 1000 + 0.01, beganS - 1000 + 0.2);
    const endsS = Float64Array.of(beganS - 1000 + 0.2, beganS - 1000 + 0.4);
    const none = new Float64Array();
    await reply(2, { startsS, endsS, cpuAtS: none, cpuSeconds: none });
    const trace = (toClient[1] as { answer: Answer<'stop'> }).answer;
    expect([...trace.startsS].map((startS) => startS - beganS)).toEqual([
      expect.closeTo(0.01, 6),
      expect.closeTo(0.2, 6),
    ]);
    expect(trace.endsS[1]).toBeCloseTo(beganS + 0.4, 6);
    expect(trace.cpuAtS.length).toBe(7);
    expect(trace.cpuAtS[0]).toBeLessThanOrEqual(trace.startsS[0]!);
    expect(trace.cpuAtS.at(-1)).toBeGreaterThanOrEqual(trace.endsS.at(-1)!);
    expect(trace.cpuSeconds.at(-1)! - trace.cpuSeconds[0]!).toBeCloseTo(0.5, 6);
  });

  it('looks at nothing while the page waits', async () => {
    const { ask, reply, isWatching } = setUp();
    await ask({ kind: 'infer', id: 1, ask: { feeds: {} } });
    expect(isWatching()).toBe(true);
    await reply(1, {});
    expect(isWatching()).toBe(false);
    await ask({ kind: 'start', id: 2, ask: { pace: { kind: 'back-to-back' } } });
    await reply(2, null);
    expect(isWatching()).toBe(true);
    await ask({ kind: 'stop', id: 3, ask: {} });
    const none = new Float64Array();
    await reply(3, { startsS: none, endsS: none, cpuAtS: none, cpuSeconds: none });
    expect(isWatching()).toBe(false);
  });

  it('passes on what the page refuses, and stops sampling when it did not start', async () => {
    const { ask, relay, toClient, isWatching } = setUp();
    await ask({ kind: 'start', id: 1, ask: { pace: { kind: 'back-to-back' } } });
    const fault = new Fault('device-lost', 'it went away').toWire();
    relay.receiveFromPage({ ok: false, id: 1, fault });
    await turn();
    expect(toClient).toEqual([{ ok: false, id: 1, fault }]);
    expect(isWatching()).toBe(false);
  });

  it('ends a page above its memory limit, saying so', async () => {
    const { ask, pass, ends } = setUp();
    await ask({ kind: 'load', id: 1, ask: LOAD });
    pass(0.1, { memoryBytes: 200e6 });
    expect(ends).toEqual([]);
    pass(0.1, { memoryBytes: 300e6 });
    expect(ends).toEqual(['out of memory: it used 300 MB, more than its limit of 200 MB']);
  });

  it('serves no model to a page that ended while it was read', async () => {
    let read: (address: string) => void = () => undefined;
    const publish = () => new Promise<string>((resolve) => (read = resolve));
    let withdrawn = false;
    const { ask, relay, toPage } = setUp({ publish, withdraw: () => void (withdrawn = true) });
    await ask({ kind: 'load', id: 1, ask: LOAD });
    relay.close();
    read('app://web-1/model/0');
    await turn();
    expect(toPage).toEqual([]);
    expect(withdrawn).toBe(true);
    await ask({ kind: 'infer', id: 2, ask: { feeds: {} } });
    expect(toPage).toEqual([]);
  });

  it('answers for processor time itself', async () => {
    const { ask, toClient, toPage } = setUp();
    await ask({ kind: 'cpu', id: 4, ask: {} });
    expect(toClient).toEqual([{ ok: true, id: 4, answer: 1 }]);
    expect(toPage).toEqual([]);
  });

  it('refuses calibration, which pages are not asked for', async () => {
    const { ask, toClient } = setUp();
    await ask({ kind: 'extremes', id: 1, ask: { feeds: {}, points: [] } });
    expect(toClient).toMatchObject([{ ok: false, fault: { code: 'internal' } }]);
  });

  it.each([
    ['the page sends no reply', { what: 1 }, /no reply/],
    ['the page says that it failed', { kind: 'failed', reason: 'a thread died' }, /^a thread died$/],
  ])('ends the page when %s', (_when, message, reason) => {
    const { relay, ends } = setUp();
    relay.receiveFromPage(message);
    expect(ends).toEqual([expect.stringMatching(reason)]);
  });

  it('ends the page when it is sent what is no request', () => {
    const { relay, ends } = setUp();
    relay.receiveFromClient({ kind: 'dance' });
    expect(ends).toEqual([expect.stringContaining('no request')]);
  });
});
