import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import type { WorkerChannel } from '#core/worker/channel.ts';
import { createClient } from '#inference/worker/client.ts';

/** A channel whose other end is the test. */
function fakeChannel() {
  const sent: { id: number; kind: string }[] = [];
  let onMessage: (message: unknown) => void = () => undefined;
  let onExit: (reason: string) => void = () => undefined;
  const channel: WorkerChannel = {
    send: (message) => void sent.push(message as (typeof sent)[number]),
    onMessage: (listener) => (onMessage = listener),
    onExit: (listener) => (onExit = listener),
    kill: () => onExit('killed by SIGKILL'),
  };
  return {
    channel,
    sent,
    reply: (message: unknown) => onMessage(message),
    exit: (reason: string) => onExit(reason),
  };
}

const LIMITS = { load: 60, infer: 60, extremes: 60, histograms: 60, start: 60, stop: 60, cpu: 60 };

describe('a call', () => {
  it('gets the answer with its own number, whatever the order', async () => {
    const { channel, sent, reply } = fakeChannel();
    const client = createClient(channel, LIMITS);
    const calls = [client.call('cpu', {}), client.call('cpu', {})];
    reply({ ok: true, id: sent[1]!.id, answer: 2 });
    reply({ ok: true, id: sent[0]!.id, answer: 1 });
    expect(await Promise.all(calls)).toEqual([1, 2]);
  });

  it('rejects with the worker’s own fault', async () => {
    const { channel, sent, reply } = fakeChannel();
    const call = createClient(channel, LIMITS).call('cpu', {});
    reply({ ok: false, id: sent[0]!.id, fault: new Fault('session-failed', 'no such operator').toWire() });
    await expect(call).rejects.toMatchObject({ code: 'session-failed', message: 'no such operator' });
  });

  it('rejects an answer of the wrong shape', async () => {
    const { channel, sent, reply } = fakeChannel();
    const call = createClient(channel, LIMITS).call('cpu', {});
    reply({ ok: true, id: sent[0]!.id, answer: 'much' });
    await expect(call).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('"cpu"') });
  });

  it('rejects when the worker dies, and so do later calls', async () => {
    const { channel, exit } = fakeChannel();
    const client = createClient(channel, LIMITS);
    const call = client.call('stop', {});
    exit('killed by SIGSEGV');
    const died = { code: 'worker-died', message: expect.stringContaining('SIGSEGV') };
    await expect(call).rejects.toMatchObject(died);
    await expect(client.call('cpu', {})).rejects.toMatchObject(died);
  });

  it('rejects and ends the worker when it stays silent', async () => {
    const { channel } = fakeChannel();
    const client = createClient(channel, { ...LIMITS, cpu: 0.01 });
    const silent = {
      code: 'worker-silent',
      message: expect.stringContaining('telling its processor time within 0.01 s, and was ended'),
    };
    await expect(client.call('cpu', {})).rejects.toMatchObject(silent);
    await expect(client.call('cpu', {})).rejects.toMatchObject(silent);
  });

  it('rejects when the worker sends what is no reply', async () => {
    const { channel, reply } = fakeChannel();
    const call = createClient(channel, LIMITS).call('cpu', {});
    reply('hello');
    await expect(call).rejects.toMatchObject({ code: 'internal' });
  });
});

it('closing rejects what is pending, and may be done twice', async () => {
  const { channel } = fakeChannel();
  const client = createClient(channel, LIMITS);
  const call = client.call('cpu', {});
  const closed = client.close(new Fault('interrupted', 'closed'));
  await expect(call).rejects.toMatchObject({ code: 'interrupted' });
  await closed;
  await client.close(new Fault('interrupted', 'closed'));
});
