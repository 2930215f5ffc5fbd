/** Starting other programs. Needs nothing from node_modules. */
import { spawn } from 'node:child_process';
import { accessSync, constants as modes } from 'node:fs';
import { constants as system } from 'node:os';
import { delimiter, join } from 'node:path';
import { ROOT } from './checkout.mjs';
import { Problem } from './problem.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] default: the checkout
 * @property {NodeJS.ProcessEnv} [env] default: this process's
 * @property {import('node:child_process').StdioOptions} [stdio] default: the terminal's
 * @property {number} [timeoutS] ends the program after so many seconds
 */

/** For steps whose stdout must not mix with a result: all they print goes to stderr. */
export const TO_STDERR = /** @type {import('node:child_process').StdioOptions} */ (['ignore', 2, 2]);

/** How long a program may take to react to the terminal's Ctrl-C before we pass ours on. */
const OWN_REACTION_MS = 1000;

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code; 128 + the signal's number when a signal ended it
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, spawnOptions(command, options, options.stdio ?? 'inherit'));
    const release = passSignalsTo(child);
    child.once('error', (cause) => {
      release();
      reject(new Problem(`cannot start ${command}: ${cause.message}`, { cause }));
    });
    child.once('close', (code, signal) => {
      release();
      resolve(exitCode(code, signal));
    });
  });
}

/**
 * Runs a program and fails unless it ends with 0; an interruption keeps its exit code, 130.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export async function runOrFail(command, args, options = {}) {
  const code = await run(command, args, options);
  if (code !== 0) {
    const line = [command, ...args].join(' ');
    throw new Problem(`"${line}" failed with exit code ${code}`, { exitCode: code === 130 ? 130 : 1 });
  }
}

/**
 * Runs a program and returns what it printed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Omit<RunOptions, 'stdio'>} [options]
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, spawnOptions(command, options, ['ignore', 'pipe', 'pipe']));
    /** @type {{ stdout: Buffer[], stderr: Buffer[] }} */
    const printed = { stdout: [], stderr: [] };
    child.stdout?.on('data', (chunk) => printed.stdout.push(chunk));
    child.stderr?.on('data', (chunk) => printed.stderr.push(chunk));
    child.once('error', (cause) =>
      reject(new Problem(`cannot start ${command}: ${cause.message}`, { cause })),
    );
    child.once('close', (code, signal) => {
      const [stdout, stderr] = [printed.stdout, printed.stderr].map((chunks) => Buffer.concat(chunks));
      resolve({ code: exitCode(code, signal), stdout: String(stdout), stderr: String(stderr) });
    });
  });
}

/**
 * The full path of a program on PATH, or null.
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | null}
 */
export function findCommand(name, env = process.env) {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

/**
 * npm as this machine has it: the one that runs us, or the one on PATH.
 * @param {readonly string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function npm(args) {
  const own = process.env.npm_execpath;
  return own !== undefined && /npm-cli\.[cm]?js$/.test(own)
    ? [process.execPath, [own, ...args]]
    : ['npm', [...args]];
}

/**
 * @param {string} command
 * @param {RunOptions} options
 * @param {import('node:child_process').StdioOptions} stdio
 * @returns {import('node:child_process').SpawnOptions}
 */
function spawnOptions(command, options, stdio) {
  return {
    cwd: options.cwd ?? ROOT,
    env: options.env ?? process.env,
    stdio,
    // On Windows npm is a command file, which only a shell can start.
    shell: process.platform === 'win32' && command === 'npm',
    ...(options.timeoutS === undefined ? {} : { timeout: options.timeoutS * 1000 }),
  };
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
function exitCode(code, signal) {
  return code ?? (signal === null ? 1 : 128 + system.signals[signal]);
}

/**
 * Keeps this process alive until its program has ended. The terminal's Ctrl-C reaches both, so it is
 * passed on only when the program has not reacted to its own; the other signals come to us alone.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} ends the passing on
 */
function passSignalsTo(child) {
  /** @type {NodeJS.Timeout | undefined} */
  let late;
  const onInterrupt = () => {
    late ??= setTimeout(() => child.kill('SIGINT'), OWN_REACTION_MS);
  };
  /** @param {NodeJS.Signals} signal */
  const onOther = (signal) => void child.kill(signal);
  process.on('SIGINT', onInterrupt).on('SIGTERM', onOther).on('SIGHUP', onOther);
  return () => {
    clearTimeout(late);
    process.off('SIGINT', onInterrupt).off('SIGTERM', onOther).off('SIGHUP', onOther);
  };
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, modes.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
