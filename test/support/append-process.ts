/**
 * A program that appends sample lines one by one and prints the id of each when it is acknowledged.
 * Arguments: file, run, count, staleMs, waitMs. A fault goes to stderr as JSON, with exit code 1.
 */
import { toWireFault } from '#core/errors.ts';
import { appendLines } from '#store/leaderboard/append.ts';
import { sampleLines } from './sample-lines.ts';

// A file that may not grow then fails the write, as a full disk does, instead of ending the process.
process.on('SIGXFSZ', () => undefined);

const [file = '', run, count, staleMs, waitMs] = process.argv.slice(2);
try {
  for (const line of sampleLines(Number(run), Number(count))) {
    await appendLines(file, [line], { staleMs: Number(staleMs), waitMs: Number(waitMs) });
    process.stdout.write(`${line.id}\n`);
  }
} catch (error) {
  process.stderr.write(JSON.stringify(toWireFault(error)));
  process.exitCode = 1;
}
