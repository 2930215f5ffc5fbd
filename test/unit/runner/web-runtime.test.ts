import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WorkerChannel } from '#core/worker/channel.ts';
import { webRuntime, type WebRuntime, type WebRuntimeTimes } from '#runner/web-runtime/web-runtime.ts';
import { buildEntry } from '#test/support/build-entry.ts';
import { isRunning } from '#test/support/worker-processes.ts';

let host = '';
beforeAll(async () => {
  host = await buildEntry('test/support/fake-web-host.ts');
});
let runtime: WebRuntime | undefined;
afterEach(() => runtime?.close());

/** A display that is none: the fake shows nothing. */
const ENV = { ...process.env, DISPLAY: ':none', ELECTRON_RUN_AS_NODE: '1', JOULEMARK_MADE_UP: 'passed on' };
const LONG = 60_000;
const TIMES: WebRuntimeTimes = {
  startLimitMs: LONG,
  openLimitMs: LONG,
  killLimitMs: LONG,
  closeLimitMs: LONG,
};

function start(mode: string, times: Partial<WebRuntimeTimes> = {}): WebRuntime {
  const electron = { executable: process.execPath, args: [host] };
  const started = webRuntime(electron, { ...ENV, FAKE_HOST: mode }, { ...TIMES, ...times });
  runtime = started;
  return started;
}

const answerTo = (channel: WorkerChannel, message: unknown): Promise<unknown> => {
  const answer = new Promise((resolve) => channel.onMessage(resolve));
  channel.send(message);
  return answer;
};
const endOf = (channel: WorkerChannel) => new Promise<string>((resolve) => channel.onExit(resolve));
const environmentOf = (channel: WorkerChannel) =>
  answerTo(channel, 'environment') as Promise<{ pid: number; env: NodeJS.ProcessEnv; argv: string[] }>;

describe('pages for the command line', () => {
  it('are channels of their own in one process, which keep typed arrays whole', async () => {
    const { launch } = start('echo');
    const [one, two] = [await launch(), await launch()];
    const sent = { id: 7, ask: { times: new Float64Array([1.5, NaN]), shape: new BigInt64Array([3n]) } };
    expect(await Promise.all([answerTo(one, sent), answerTo(two, 'hello')])).toEqual([sent, 'hello']);
    const [first, second] = await Promise.all([environmentOf(await launch()), environmentOf(await launch())]);
    expect(first.pid).toBe(second.pid);
  });

  it('pass the environment on, but for what would make Electron a plain Node', async () => {
    const { env, argv } = await environmentOf(await start('echo').launch());
    expect([env['JOULEMARK_MADE_UP'], env['ELECTRON_RUN_AS_NODE']]).toEqual(['passed on', undefined]);
    expect(argv.at(-1)).toBe('--joulemark-web-host');
  });

  it('end one by one, each with its reason', async () => {
    const { launch } = start('echo');
    const [one, two, three] = [await launch(), await launch(), await launch()];
    one.send('crash');
    two.kill();
    expect(await Promise.all([endOf(one), endOf(two)])).toEqual(['the page crashed', 'it was closed']);
    one.send('to nobody');
    two.kill();
    expect(await answerTo(three, 'still here')).toBe('still here');
  });

  it('all end with their process, and the last of what it said; the next page gets another process', async () => {
    const { launch } = start('echo');
    const [one, two] = [await launch(), await launch()];
    one.send('die');
    const reason = 'Electron, which runs its page, ended: exit code 9: the GPU process crashed';
    expect(await Promise.all([endOf(one), endOf(two)])).toEqual([reason, reason]);
    expect(await answerTo(await launch(), 'again')).toBe('again');
  });

  it('tell of a process that was killed', async () => {
    const channel = await start('echo').launch();
    const { pid } = await environmentOf(channel);
    process.kill(pid, 'SIGKILL');
    expect(await endOf(channel)).toBe('Electron, which runs its page, ended: killed by SIGKILL');
  });

  it('are gone once they are closed', async () => {
    const { launch, close } = start('echo');
    const channel = await launch();
    const { pid } = await environmentOf(channel);
    await close();
    await close();
    expect(isRunning(pid)).toBe(false);
    expect(await endOf(channel)).toContain('ended: exit code 0');
    await expect(launch()).rejects.toMatchObject({ code: 'interrupted' });
  });
});

describe('an Electron that does not do', () => {
  it('is not started before a page is asked for', async () => {
    const { close } = start('broken');
    await close();
  });

  it('that ends at once says why, to each who asks', async () => {
    const { launch } = start('broken');
    const fault = {
      code: 'runtime-missing',
      message: 'Electron ended before it could open a browser page: exit code 3: a library is missing',
    };
    await expect(launch()).rejects.toMatchObject(fault);
    await expect(launch()).rejects.toMatchObject(fault);
  });

  it('that is not there is missing', async () => {
    const { launch } = webRuntime({ executable: '/nowhere/electron', args: [] }, ENV, TIMES);
    await expect(launch()).rejects.toMatchObject({
      code: 'runtime-missing',
      message: expect.stringContaining('cannot start /nowhere/electron'),
    });
  });

  it('that never gets ready is ended at its limit', async () => {
    await expect(start('silent', { startLimitMs: 300 }).launch()).rejects.toMatchObject({
      code: 'worker-silent',
      message: 'Electron did not say within 0.3 s that it can open a browser page',
    });
  });

  it('does not keep whoever leaves while it starts', async () => {
    const { launch, close } = start('silent');
    const refused = expect(launch()).rejects.toMatchObject({ code: 'interrupted' });
    await close();
    await refused;
  });

  it('that opens no page is told of at the limit', async () => {
    await expect(start('mute', { openLimitMs: 50 }).launch()).rejects.toMatchObject({
      code: 'worker-silent',
      message: 'No browser page was opened within 0.05 s',
    });
  });

  it('that does not leave when it is let go is ended at the limit', async () => {
    const { launch, close } = start('deaf', { closeLimitMs: 50 });
    const channel = await launch();
    await close();
    expect(await endOf(channel)).toContain('killed by SIGKILL');
  });

  it('does not outlive a program that leaves at once', async () => {
    const program = await buildEntry('test/support/leaving-program.ts');
    const env = { ...ENV, FAKE_HOST: 'deaf' };
    const { stdout } = await promisify(execFile)(process.execPath, [program, host], { env });
    await expect.poll(() => isRunning(Number(stdout))).toBe(false);
  });

  it('that does not end a page is ended itself', async () => {
    const channel = await start('deaf', { killLimitMs: 50 }).launch();
    channel.kill();
    expect(await endOf(channel)).toContain('killed by SIGKILL');
  });
});
