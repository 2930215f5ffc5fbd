/** `joulemark leaderboard trust add|list|remove` */
import type { Command } from 'commander';
import { Fault } from '#core/errors.ts';
import { keyText, OWN_NAME, parseKeyText } from '#core/leaderboard/trusted.ts';
import { terminalTable } from '#report/terminal.ts';
import { ownPublicKeys, type OwnPublicKeys } from '#store/keys/installation-key.ts';
import {
  addTrustedKey,
  listTrustedKeys,
  removeTrustedKey,
  type TrustedKey,
} from '#store/keys/trusted-keys.ts';
import type { CliContext } from '../context.ts';
import { DONE } from '../exit-code.ts';
import { note, write } from '../output.ts';
import { sayNotices } from '../signing.ts';

export function addTrust(leaderboard: Command, context: CliContext, done: (exitCode: number) => void): void {
  const trust = leaderboard
    .command('trust')
    .description('the keys that you know, by the names you give them');
  trust
    .command('add <key> <name>')
    .description('give a key a name; KEY is what "joulemark leaderboard key" prints, or its 64 hex digits')
    .action(async (key: string, name: string) => done(await addKeyName(key, name, context)));
  trust
    .command('list')
    .description('the named keys, and those of this installation')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => done(await listKeys(options.json === true, context)));
  trust
    .command('remove <key>')
    .description('forget a key; KEY or its name')
    .action(async (key: string) => done(await forgetKey(key, context)));
}

async function addKeyName(key: string, name: string, context: CliContext): Promise<number> {
  const publicKey = parseKeyText(key);
  if (publicKey === null) {
    throw new Fault('wrong-usage', `${JSON.stringify(key.slice(0, 80))} is no key`, {
      remedy: 'Give the 64 hex digits, or what "joulemark leaderboard key" prints where the lines come from.',
    });
  }
  const { dataDir } = context.findPlaces(context.env);
  await addTrustedKey(dataDir, { publicKey, name: name.trim(), addedAt: new Date().toISOString() });
  await note(context.stderr, `${keyText(publicKey)} is called ${name.trim()}.`);
  return DONE;
}

interface ListedKey {
  readonly publicKey: string;
  /** null: one of this installation, to which no name was given. */
  readonly name: string | null;
  readonly addedAt: string | null;
  readonly own: boolean;
}

async function listKeys(asJson: boolean, context: CliContext): Promise<number> {
  const { dataDir } = context.findPlaces(context.env);
  const own = await ownPublicKeys(dataDir);
  await sayNotices(own, context.stderr);
  const keys = allKeys(own, await listTrustedKeys(dataDir));
  if (asJson) {
    await write(context.stdout, `${JSON.stringify({ keys }, null, 1)}\n`);
  } else if (keys.length === 0) {
    await note(context.stderr, 'No key has a name: joulemark leaderboard trust add KEY NAME');
  } else {
    const columns = ['Name', 'Key', 'Added'].map((head) => ({ head, align: 'left' as const }));
    const rows = keys.map(({ publicKey, name, addedAt, own }) => [
      own ? [name, OWN_NAME].filter((part) => part !== null).join(', ') : (name ?? ''),
      publicKey,
      addedAt?.slice(0, 10) ?? '',
    ]);
    await write(context.stdout, `${terminalTable(columns, rows)}\n`);
  }
  return DONE;
}

/** This installation's own first, whether they have a name or not. */
function allKeys({ commandLine, app }: OwnPublicKeys, trusted: readonly TrustedKey[]): ListedKey[] {
  const own = [commandLine, app].filter((key) => key !== null);
  const named = trusted.map(({ publicKey, name, addedAt }) => ({
    ...{ publicKey, name, addedAt },
    own: own.includes(publicKey),
  }));
  const unnamed = own.filter((key) => !named.some(({ publicKey }) => publicKey === key));
  return [
    ...unnamed.map((publicKey) => ({ publicKey, name: null, addedAt: null, own: true })),
    ...named.filter((key) => key.own),
    ...named.filter((key) => !key.own),
  ];
}

async function forgetKey(keyOrName: string, context: CliContext): Promise<number> {
  const { dataDir } = context.findPlaces(context.env);
  const { publicKey, name } = await removeTrustedKey(dataDir, parseKeyText(keyOrName) ?? keyOrName.trim());
  await note(context.stderr, `${keyText(publicKey)}, called ${name}, is forgotten.`);
  return DONE;
}
