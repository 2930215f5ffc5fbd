/**
 * A program that appends sample lines one by one and prints the id of each when it is acknowledged.
 * Arguments: file, run, count, staleMs, waitMs, and how many of the lines to leave out (none).
 * A fault goes to stderr as JSON, with exit code 1.
 */
import { writeSync } from 'node:fs';
import { toWireFault } from '#core/errors.ts';
import { appendLines } from '#store/leaderboard/append.ts';
import { sampleLines } from './sample-lines.ts';

// A file that may not grow then fails the write, as a full disk does, instead of ending the process.
process.on('SIGXFSZ', () => undefined);

const [file = '', run, count, staleMs, waitMs, from = '0'] = process.argv.slice(2);
try {
  for (const line of sampleLines(Number(run), Number(count)).slice(Number(from))) {
    await appendLines(file, [line], { staleMs: Number(staleMs), waitMs: Number(waitMs) });
    // At once, so that what is acknowledged is known also of a process that is killed next.
    writeSync(1, `${line.id}\n`);
  }
} catch (error) {
  process.stderr.write(JSON.stringify(toWireFault(error)));
  process.exitCode = 1;
}
