import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import type { FromBench } from '#app/bench-messages.ts';
import { WorkerLink } from '#app/worker-link.ts';

/** Stands for a message port of Electron. */
class FakePort extends EventEmitter {
  readonly sent: unknown[] = [];
  readonly start = vi.fn();
  readonly close = vi.fn();
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
}

function setUp() {
  const said: FromBench[] = [];
  const link = new WorkerLink({ postMessage: (message: FromBench) => said.push(message) });
  const port = new FakePort();
  const ports = [port] as unknown as Parameters<WorkerLink['receive']>[1];
  return { said, link, port, ports };
}

describe('WorkerLink', () => {
  it('asks main for a worker and talks with it over the port that comes', async () => {
    const { said, link, port, ports } = setUp();
    const launching = link.launchers.native();
    expect(said).toEqual([{ kind: 'launch-worker', worker: 1, runtime: 'native' }]);
    link.receive({ kind: 'worker-started', worker: 1 }, ports);
    const channel = await launching;
    const heard: unknown[] = [];
    channel.onMessage((message) => heard.push(message));
    expect(port.start).toHaveBeenCalledOnce();
    port.emit('message', { data: { answer: 42 } });
    channel.send({ question: 6 });
    expect(heard).toEqual([{ answer: 42 }]);
    expect(port.sent).toEqual([{ question: 6 }]);
  });

  it('says which runtime it wants', () => {
    const { said, link } = setUp();
    void link.launchers.web();
    expect(said).toEqual([{ kind: 'launch-worker', worker: 1, runtime: 'web' }]);
  });

  it('keeps two workers apart', async () => {
    const { link, ports } = setUp();
    const launching = [link.launchers.native(), link.launchers.native()];
    link.receive({ kind: 'worker-started', worker: 2 }, ports);
    link.receive({ kind: 'worker-started', worker: 1 }, ports);
    const [first, second] = await Promise.all(launching);
    const exits: string[] = [];
    first?.onExit((reason) => exits.push(`first ${reason}`));
    second?.onExit((reason) => exits.push(`second ${reason}`));
    link.receive({ kind: 'worker-exited', worker: 2, reason: 'killed by SIGKILL' }, []);
    expect(exits).toEqual(['second killed by SIGKILL']);
  });

  it('tells of an end that came before anybody asked, and sends a dead worker nothing', async () => {
    const { link, port, ports } = setUp();
    const launching = link.launchers.native();
    link.receive({ kind: 'worker-started', worker: 1 }, ports);
    const channel = await launching;
    link.receive({ kind: 'worker-exited', worker: 1, reason: 'ended with code 1' }, []);
    const exits: string[] = [];
    channel.onExit((reason) => exits.push(reason));
    channel.send('anybody there?');
    expect(exits).toEqual(['ended with code 1']);
    expect(port.sent).toEqual([]);
    expect(port.close).toHaveBeenCalledOnce();
  });

  it('asks main to end a worker', async () => {
    const { said, link, ports } = setUp();
    const launching = link.launchers.native();
    link.receive({ kind: 'worker-started', worker: 1 }, ports);
    (await launching).kill();
    expect(said.at(-1)).toEqual({ kind: 'kill-worker', worker: 1 });
  });

  it('rejects with the fault when no worker could be started', async () => {
    const { link } = setUp();
    const launching = link.launchers.native();
    const fault = { code: 'internal' as const, message: 'no memory', remedy: 'r' };
    link.receive({ kind: 'worker-refused', worker: 1, fault }, []);
    await expect(launching).rejects.toMatchObject({ code: 'internal', message: 'no memory' });
  });
});
