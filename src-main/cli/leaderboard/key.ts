/** `joulemark leaderboard key` */
import type { Command } from 'commander';
import { keyText } from '#core/leaderboard/trusted.ts';
import { openCommandLineKey, ownPublicKeys } from '#store/keys/installation-key.ts';
import { protectedKeyPath } from '#store/keys/key-folder.ts';
import type { CliContext } from '../context.ts';
import { DONE } from '../exit-code.ts';
import { note, write } from '../output.ts';
import { sayAboutKey, sayNotices } from '../signing.ts';

export function addKey(leaderboard: Command, context: CliContext, done: (exitCode: number) => void): void {
  leaderboard
    .command('key')
    .description('print the public key by which this installation signs; it is made where there is none')
    .option('--json', 'as JSON')
    .addHelpText('after', HELP)
    .action(async (options: { json?: boolean }) => done(await showKey(options.json === true, context)));
}

const HELP = `
Others give it a name: joulemark leaderboard trust add KEY NAME. The secret half stays in its file, which only
its owner may read; whoever has it can sign in your name. Where the operating system offers a better protection,
the app has a key of its own, and it is printed as well.`;

async function showKey(asJson: boolean, context: CliContext): Promise<number> {
  const { env, stdout, stderr } = context;
  const { dataDir } = context.findPlaces(env);
  const key = await openCommandLineKey(dataDir);
  await sayAboutKey(key, stderr);
  const { publicKey } = key.signer;
  const { app, ...own } = await ownPublicKeys(dataDir);
  await sayNotices(own, stderr);
  if (asJson) {
    const ofApp = app === null ? null : { publicKey: app, file: protectedKeyPath(dataDir) };
    await write(stdout, `${JSON.stringify({ publicKey, file: key.path, app: ofApp }, null, 1)}\n`);
    return DONE;
  }
  await write(stdout, `${keyText(publicKey)}\n`);
  await note(stderr, `The secret half is in ${key.path}.`);
  if (app !== null) {
    await note(
      stderr,
      `The app signs with a key of its own, which the operating system protects: ${keyText(app)}`,
    );
  }
  return DONE;
}
