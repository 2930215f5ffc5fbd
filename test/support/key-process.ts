/**
 * A program that opens the command line's key and prints its public half, and whether it was made here. Arguments:
 * the data folder; and a file for whose appearance it waits before it starts, so that several start together.
 * A fault goes to stderr as JSON, with exit code 1.
 */
import { existsSync } from 'node:fs';
import { toWireFault } from '#core/errors.ts';
import { openCommandLineKey } from '#store/keys/installation-key.ts';

// A file that may not grow then fails the write, as a full disk does, instead of ending the process.
process.on('SIGXFSZ', () => undefined);

const [dataDir = '', startFile = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
// Without a pause: the nearer together they start, the better.
while (startFile !== '' && !existsSync(startFile));
try {
  const { signer, isNew } = await openCommandLineKey(dataDir);
  process.stdout.write(`${JSON.stringify({ publicKey: signer.publicKey, isNew })}\n`);
} catch (error) {
  process.stderr.write(JSON.stringify(toWireFault(error)));
  process.exitCode = 1;
}
