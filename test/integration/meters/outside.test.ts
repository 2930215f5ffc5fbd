import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '#core/errors.ts';
import type { FollowedProgram } from '#meters/environment.ts';
import { fetchText, followProgram, runProgram } from '#meters/outside.ts';
import { systemProgram } from '#meters/system-program.ts';

/** A program of a few lines, run by the Node that runs these tests. */
const script = (text: string) => ['-e', text] as const;
const node = process.execPath;

describe('running a program', () => {
  it('gives what it prints, in the language of programs', async () => {
    const text = await runProgram(node, script('console.log(process.env.LC_ALL, 1)'), { timeoutS: 20 });
    expect(text).toBe('C 1\n');
  });

  it('ends one that hangs at the limit', async () => {
    await expect(
      runProgram(node, script('setInterval(() => {}, 1e6)'), { timeoutS: 0.3 }),
    ).rejects.toMatchObject({
      code: 'meter-silent',
    });
  });

  it('tells what one said that failed', async () => {
    const failing = script('console.error("no device"); process.exit(9)');
    await expect(runProgram(node, failing, { timeoutS: 20 })).rejects.toMatchObject({
      code: 'meter-unreadable',
      message: expect.stringContaining('no device') as string,
    });
  });

  it('does not take endless output for a hanging program', async () => {
    const endless = script('setInterval(() => process.stdout.write("x".repeat(4e6)), 0)');
    await expect(runProgram(node, endless, { timeoutS: 20 })).rejects.toMatchObject({
      code: 'meter-unreadable',
    });
  });

  it('says that there is none, and where it looked', async () => {
    await expect(runProgram('joulemark-no-such', [], { timeoutS: 1 })).rejects.toMatchObject({
      code: 'meter-missing',
      message: expect.stringContaining('/usr/bin') as string,
    });
  });
});

describe('systemProgram', () => {
  it('looks in the folders of the system it is on, not along the search path', () => {
    const at = (path: string) => (candidate: string) => candidate === path;
    expect(systemProgram('nvidia-smi', 'linux', at('/usr/lib/wsl/lib/nvidia-smi'))).toBe(
      '/usr/lib/wsl/lib/nvidia-smi',
    );
    const shell = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
    expect(systemProgram('powershell.exe', 'win32', at(shell))).toBe(shell);
    expect(systemProgram('/opt/x', 'darwin', () => false)).toBe('/opt/x');
    expect(() => systemProgram('ioreg', 'darwin', () => false)).toThrow(/no program ioreg/);
  });
});

describe('following a program', () => {
  const running: FollowedProgram[] = [];
  afterEach(() => Promise.all(running.splice(0).map((program) => program.stop())));

  /** The parts until the program ended by itself or `enough` came, and how it ended. */
  function follow(
    text: string,
    enough: number,
    file = node,
  ): Promise<{ parts: string[]; fault: Fault | null }> {
    return new Promise((resolve) => {
      const parts: string[] = [];
      const program = followProgram(file, script(text), {
        separator: '\n',
        onPart(part) {
          parts.push(part);
          if (parts.length === enough) resolve({ parts, fault: null });
        },
        onEnd: (fault) => resolve({ parts, fault }),
      });
      running.push(program);
    });
  }

  it('hands on each part whole, however the output was cut', async () => {
    const cut = 'let i = 0; setInterval(() => process.stdout.write(["a", "b\\nc", "d\\n"][i++ % 3]), 2)';
    expect((await follow(cut, 4)).parts).toEqual(['ab', 'cd', 'ab', 'cd']);
  });

  it('tells an ordinary end from a failure, with what the program said', async () => {
    expect((await follow('console.log(1)', 9)).fault).toBeNull();
    const { fault } = await follow('console.error("driver gone"); process.exit(3)', 9);
    expect(fault).toMatchObject({
      code: 'meter-unreadable',
      message: expect.stringContaining('driver gone') as string,
    });
  });

  it('tells of a program that is not there as of any other end', async () => {
    expect((await follow('', 9, 'joulemark-no-such')).fault?.code).toBe('meter-missing');
    expect((await follow('', 9, '/joulemark/no-such')).fault?.code).toBe('meter-missing');
  });

  it('is silent once it was stopped, and the program is gone', async () => {
    let pid = 0;
    let after = 0;
    await new Promise<void>((resolve, reject) => {
      const program = followProgram(node, script('setInterval(() => console.log(process.pid), 1)'), {
        separator: '\n',
        onPart(part) {
          if (pid !== 0) after += 1;
          if (pid !== 0) return;
          pid = Number(part);
          program.stop().then(resolve, reject);
        },
        onEnd: () => reject(new Error('it told of an end that we made')),
      });
    });
    expect(after).toBe(0);
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  });
});

describe('asking a device', () => {
  const servers: (() => void)[] = [];
  afterEach(() => servers.splice(0).forEach((close) => close()));

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/status`;
  }

  it('gives the answer', async () => {
    const url = await serve((_request, response) => response.end('{"apower": 1}'));
    expect(await fetchText(url, { timeoutS: 20 })).toBe('{"apower": 1}');
  });

  it.each([
    [401, 'meter-no-permission'],
    [404, 'meter-unreadable'],
    [500, 'meter-unreadable'],
  ])('names a status of %d', async (status, code) => {
    const url = await serve((_request, response) => response.writeHead(status).end());
    await expect(fetchText(url, { timeoutS: 20 })).rejects.toMatchObject({ code });
  });

  it('goes nowhere else, even when it is sent there', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    );
    await expect(fetchText(url, { timeoutS: 20 })).rejects.toMatchObject({ code: 'meter-missing' });
  });

  it('gives up on one that never ends or never answers', async () => {
    const endless = await serve((_request, response) => {
      const more = () => response.write('x'.repeat(65_536), more);
      more();
    });
    await expect(fetchText(endless, { timeoutS: 20 })).rejects.toMatchObject({ code: 'meter-unreadable' });
    const mute = await serve(() => undefined);
    await expect(fetchText(mute, { timeoutS: 0.2 })).rejects.toMatchObject({ code: 'meter-silent' });
  });
});
