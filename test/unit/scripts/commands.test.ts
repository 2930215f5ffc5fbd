import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { capture, findCommand, run, runOrFail } from '../../../scripts/lib/commands.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const node = (code: string) => ['-e', code];

describe('run', () => {
  it('resolves to the program’s own exit code', async () => {
    expect(await run(process.execPath, node('process.exit(7)'))).toBe(7);
  });

  it('resolves to 128 and the signal’s number when a signal ended the program', async () => {
    expect(await run(process.execPath, node("process.kill(process.pid, 'SIGKILL')"))).toBe(137);
  });

  it('names a program that is not there', async () => {
    await expect(run(join(folder, 'absent'), [])).rejects.toThrow(`cannot start ${join(folder, 'absent')}`);
  });

  it('passes on a signal that reached only the wrapper', async () => {
    const waits =
      "process.on('SIGTERM', () => process.exit(3)); console.log('up'); setInterval(() => {}, 1000)";
    const wrapper = join(folder, 'wrapper.mjs');
    writeFileSync(
      wrapper,
      `import { run } from ${JSON.stringify(new URL('../../../scripts/lib/commands.mjs', import.meta.url).href)};
       process.exitCode = await run(process.execPath, ['-e', ${JSON.stringify(waits)}]);`,
    );
    const child = spawn(process.execPath, [wrapper], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(3);
  });
});

describe('runOrFail', () => {
  it('keeps the exit code of an interruption', async () => {
    const interrupted = runOrFail(process.execPath, node('process.exit(130)'));
    await expect(interrupted).rejects.toMatchObject({ exitCode: 130 });
  });

  it('fails with 1 for any other', async () => {
    await expect(runOrFail(process.execPath, node('process.exit(9)'))).rejects.toMatchObject({ exitCode: 1 });
  });
});

describe('capture', () => {
  it('keeps both outputs apart, whole characters included', async () => {
    const program = node("process.stdout.write('µ'.repeat(50000)); console.error('no')");
    const { code, stdout, stderr } = await capture(process.execPath, program);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'no\n' });
    expect(stdout).toBe('µ'.repeat(50000));
  });
});

describe('findCommand', () => {
  it('finds the first executable of the name, and nothing that cannot be executed', () => {
    const path = join(folder, 'tool');
    const env = { PATH: [join(folder, 'absent'), folder].join(delimiter) };
    expect(findCommand('tool', env)).toBeNull();
    writeFileSync(path, '');
    chmodSync(path, 0o755);
    expect(findCommand('tool', env)).toBe(path);
  });
});
