import { describe, expect, it } from 'vitest';
import { hostCommand, type HostSurroundings } from '#runner/web-runtime/host-command.ts';
import { exitInWords, lastLines } from '#runner/web-runtime/host-end.ts';

const FLAG = '--joulemark-web-host';
const ELECTRON = { executable: '/dist/electron', args: ['/app', '--enable-unsafe-webgpu'] };

function around(changes: Partial<HostSurroundings> = {}, programs: readonly string[] = []): HostSurroundings {
  return {
    platform: 'linux',
    env: { DISPLAY: ':0', PATH: '/usr/local/bin:/usr/bin' },
    isRoot: false,
    isProgram: (path) => programs.includes(path),
    ...changes,
  };
}

const WITHOUT_DISPLAY = { env: { PATH: '/usr/local/bin::/usr/bin' } };
const SCREEN = ['/usr/bin/xvfb-run', '/usr/bin/xauth'];

describe('the command that opens browser pages', () => {
  it('is Electron with its own arguments, and the word that asks for pages', () => {
    const expected = { file: '/dist/electron', args: [...ELECTRON.args, FLAG] };
    expect(hostCommand(ELECTRON, around())).toEqual(expected);
    expect(hostCommand(ELECTRON, around({ env: { WAYLAND_DISPLAY: 'wayland-0' } }))).toEqual(expected);
    for (const platform of ['win32', 'darwin'] as const) {
      expect(hostCommand(ELECTRON, around({ platform, env: {}, isRoot: true }))).toEqual(expected);
    }
  });

  it('has no sandbox for root on Linux, and says so once', () => {
    const isRoot = true;
    expect(hostCommand(ELECTRON, around({ isRoot })).args).toEqual([...ELECTRON.args, '--no-sandbox', FLAG]);
    const args = ['--no-sandbox'];
    expect(hostCommand({ ...ELECTRON, args }, around({ isRoot })).args).toEqual(['--no-sandbox', FLAG]);
  });

  it('makes up a display where there is none', () => {
    expect(hostCommand(ELECTRON, around(WITHOUT_DISPLAY, SCREEN))).toEqual({
      file: '/usr/bin/xvfb-run',
      args: ['-a', '/dist/electron', ...ELECTRON.args, FLAG],
    });
  });

  it.each([[[]], [['/usr/bin/xvfb-run']]])('says how to get one where only %j is there', (programs) => {
    expect(() => hostCommand(ELECTRON, around(WITHOUT_DISPLAY, programs))).toThrowError(
      expect.objectContaining({
        code: 'runtime-missing',
        message: expect.stringContaining('need a display'),
        remedy: expect.stringContaining('sudo apt-get install xvfb xauth'),
      }),
    );
  });

  it('says why there is no Electron, as far as that is known', () => {
    const env = { DISPLAY: ':0', JOULEMARK_ELECTRON_MISSING: 'There is no network' };
    expect(() => hostCommand(null, around({ env }))).toThrow('There is no network');
    expect(() => hostCommand(null, around())).toThrowError(
      expect.objectContaining({ code: 'runtime-missing', message: expect.stringContaining('no Electron') }),
    );
  });
});

describe('how a process ended', () => {
  it('is a signal also where a shell passes it on as a code', () => {
    expect(exitInWords(null, 'SIGSEGV')).toBe('killed by SIGSEGV');
    expect(exitInWords(137, null)).toBe('killed by SIGKILL');
    expect(exitInWords(1, null)).toBe('exit code 1');
    expect(exitInWords(0xff, null)).toBe('exit code 255');
  });

  it('comes with the last lines that tell something', () => {
    const chatter = '[1:1126/08.8:ERROR:bus.cc(407)] Failed to connect to the bus: no such file\n';
    const crash = 'FATAL: out of memory\n  at 0x1\n';
    expect(lastLines(`${chatter.repeat(3)}${crash}\n${chatter}`)).toBe('FATAL: out of memory; at 0x1');
    expect(lastLines(`1\n2\n3\n4\n5\n6\n`)).toBe('2; 3; 4; 5; 6');
    expect(lastLines(chatter)).toBe('');
  });
});
