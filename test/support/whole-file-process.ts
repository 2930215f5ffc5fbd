/**
 * A program that replaces a file by so many letters. Arguments: `async` or `sync`, the file, the number of letters. The
 * system's error goes to stderr, with exit code 1.
 */
import { writeWhole, writeWholeSync } from '#disk/write-whole.ts';

// A file that may not grow then fails the write, as a full disk does, instead of ending the process.
process.on('SIGXFSZ', () => undefined);

const [way, path = '', letters = '0'] = process.argv.slice(2);
try {
  const text = 'x'.repeat(Number(letters));
  if (way === 'sync') writeWholeSync(path, text);
  else await writeWhole(path, text);
} catch (error) {
  process.stderr.write((error as NodeJS.ErrnoException).code ?? String(error));
  process.exitCode = 1;
}
