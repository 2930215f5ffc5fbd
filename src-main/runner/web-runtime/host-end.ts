/** How the process of a host ended, in words. */
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';

/** Enough to find the message of a crash in. */
const KEPT_CHARACTERS = 8192;
const TOLD_LINES = 5;
/** Chromium complains of a system without D-Bus at each start; that ends nothing. */
const CHATTER = /:ERROR:(bus|object_proxy)\.cc\(/;
/** Processes that the host leaves behind keep its output open for a moment. */
const OUTPUT_LIMIT_MS = 1000;

export interface Tail {
  text(): string;
}

/** The last of what it prints. An older xvfb-run sends both outputs to the first. */
export function keepTail(child: ChildProcess): Tail {
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-KEPT_CHARACTERS);
    });
  }
  return { text: () => lastLines(tail) };
}

/** In one line, as the reasons of a row are. */
export function lastLines(text: string): string {
  const telling = text.split('\n').filter((line) => line.trim() !== '' && !CHATTER.test(line));
  return telling
    .slice(-TOLD_LINES)
    .map((line) => line.trim())
    .join('; ');
}

/** Resolves once, when the process is gone or could not be started. */
export async function endOf(child: ChildProcess, tail: Tail): Promise<string> {
  // Not `close`: it does not come where we have closed the channel ourselves.
  const outputs = Promise.all([child.stdout, child.stderr].map(closed));
  const how = await new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(exitInWords(code, signal)));
    // Sending to a process that has just died raises this, too; the end that follows tells of it.
    child.on('error', () => {
      if (child.pid === undefined) resolve('it did not start');
    });
  });
  let late: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (late = setTimeout(resolve, OUTPUT_LIMIT_MS)));
  await Promise.race([outputs, limit]);
  clearTimeout(late);
  const said = tail.text();
  return said === '' ? how : `${how}: ${said}`;
}

const closed = (stream: Readable | null): Promise<void> =>
  new Promise((resolve) => {
    if (stream === null) resolve();
    else stream.once('close', resolve);
  });

/** xvfb-run ends as shells do: with 128 + the signal that ended its program. */
export function exitInWords(code: number | null, signal: NodeJS.Signals | null): string {
  const number = code !== null && code > 128 ? code - 128 : null;
  const name = signal ?? Object.entries(constants.signals).find(([, each]) => each === number)?.[0];
  return name === undefined ? `exit code ${code}` : `killed by ${name}`;
}
