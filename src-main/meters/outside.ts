/** Programs and devices beside this process. Whatever hangs is ended; whatever fails has a name. */
import { execFile, spawn } from 'node:child_process';
import { Fault } from '#core/errors.ts';
import type { CommandOptions, FollowedProgram, FollowOptions } from './environment.ts';
import { systemProgram } from './system-program.ts';

/** Enough for every meter's program; more means that something is wrong. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
/** As much of what a program says on failing is told, characters. */
const TOLD_CHARACTERS = 300;
/** A device's answer is longer than this only if it is not that device, bytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;

const environment = () => ({ ...process.env, LC_ALL: 'C' });

export async function runProgram(
  file: string,
  args: readonly string[],
  { timeoutS }: CommandOptions,
): Promise<string> {
  const path = systemProgram(file);
  return new Promise((resolve, reject) => {
    const options = {
      timeout: timeoutS * 1000,
      killSignal: 'SIGKILL' as const,
      maxBuffer: MAX_OUTPUT_BYTES,
      windowsHide: true,
      env: environment(),
    };
    execFile(path, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      if (error.killed && typeof error.code !== 'string') {
        return reject(new Fault('meter-silent', `${path} did not answer within ${timeoutS} s`));
      }
      return reject(failureOf(path, error, stderr.trim() || stdout.trim()));
    });
  });
}

function failureOf(path: string, error: Error & { code?: unknown }, said: string): Fault {
  if (error.code === 'ENOENT') return new Fault('meter-missing', `there is no program ${path}`);
  if (error.code === 'EACCES') return new Fault('meter-no-permission', `${path} may not be run`);
  const told = said.slice(-TOLD_CHARACTERS) || error.message;
  return new Fault('meter-unreadable', `${path} failed: ${told}`, { cause: error });
}

export function followProgram(
  file: string,
  args: readonly string[],
  options: FollowOptions,
): FollowedProgram {
  try {
    return followFile(systemProgram(file), args, options);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    queueMicrotask(() => options.onEnd(error));
    return { stop: () => Promise.resolve() };
  }
}

function followFile(
  path: string,
  args: readonly string[],
  { separator, onPart, onEnd }: FollowOptions,
): FollowedProgram {
  const child = spawn(path, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    env: environment(),
  });
  let [rest, said, over] = ['', '', false];
  // A program of ours must not outlive us.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const finish = () => {
    over = true;
    process.removeListener('exit', kill);
  };
  const end = (fault: Fault | null) => {
    if (over) return;
    finish();
    onEnd(fault);
  };

  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (over) return;
    const parts = (rest + text).split(separator);
    rest = parts.pop() ?? '';
    for (const part of parts) if (!over) onPart(part);
    if (rest.length <= MAX_OUTPUT_BYTES) return;
    end(new Fault('meter-unreadable', `${path} prints without end`));
    kill();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-TOLD_CHARACTERS);
  });
  child.once('close', (code, signal) => {
    end(code === 0 ? null : failureOf(path, new Error(`it ended with ${code ?? signal}`), said.trim()));
  });
  child.on('error', (error) => end(failureOf(path, error, said.trim())));

  return {
    stop() {
      if (over) return Promise.resolve();
      finish();
      return new Promise((resolve) => {
        child.once('exit', () => resolve());
        // A signal that may not be sent is an error, too: a program that runs as root. It will
        // notice that nobody reads any more.
        child.once('error', () => resolve());
        child.stdout.destroy();
        child.stderr.destroy();
        kill();
      });
    },
  };
}

export async function fetchText(url: string, { timeoutS }: CommandOptions): Promise<string> {
  const signal = AbortSignal.timeout(timeoutS * 1000);
  try {
    const answer = await fetch(url, { signal, redirect: 'error' });
    if (answer.status === 401 || answer.status === 403) {
      throw new Fault('meter-no-permission', `${url} asks for a password (status ${answer.status})`);
    }
    if (!answer.ok) throw new Fault('meter-unreadable', `${url} answered with status ${answer.status}`);
    return await readShort(url, answer);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    if (signal.aborted)
      throw new Fault('meter-silent', `${url} did not answer within ${timeoutS} s`, { cause });
    throw new Fault('meter-missing', `${url} cannot be reached`, { cause });
  }
}

async function readShort(url: string, { body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw new Fault('meter-unreadable', `${url} answers without end`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
