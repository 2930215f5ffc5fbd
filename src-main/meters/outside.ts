/** Programs and devices beside this process. Whatever hangs is ended; whatever fails has a name. */
import { execFile } from 'node:child_process';
import { Fault } from '#core/errors.ts';
import type { CommandOptions } from './environment.ts';

/** Enough for every meter's program; more means that something is wrong. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

export function runProgram(
  file: string,
  args: readonly string[],
  { timeoutS }: CommandOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      timeout: timeoutS * 1000,
      killSignal: 'SIGKILL' as const,
      maxBuffer: MAX_OUTPUT_BYTES,
      windowsHide: true,
      env: { ...process.env, LC_ALL: 'C' },
    };
    execFile(file, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      if (error.killed)
        return reject(new Fault('meter-silent', `${file} did not answer within ${timeoutS} s`));
      const code = typeof error.code === 'string' ? error.code : '';
      if (code === 'ENOENT') return reject(new Fault('meter-missing', `there is no program ${file}`));
      if (code === 'EACCES') return reject(new Fault('meter-no-permission', `${file} may not be run`));
      const said = stderr.trim().slice(-300) || stdout.trim().slice(-300) || error.message;
      return reject(new Fault('meter-unreadable', `${file} failed: ${said}`, { cause: error }));
    });
  });
}

export async function fetchText(url: string, { timeoutS }: CommandOptions): Promise<string> {
  const signal = AbortSignal.timeout(timeoutS * 1000);
  try {
    const answer = await fetch(url, { signal, redirect: 'error' });
    if (!answer.ok) throw new Fault('meter-unreadable', `${url} answered ${answer.status}`);
    return await answer.text();
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    if (signal.aborted)
      throw new Fault('meter-silent', `${url} did not answer within ${timeoutS} s`, { cause });
    throw new Fault('meter-missing', `${url} cannot be reached`, { cause });
  }
}
