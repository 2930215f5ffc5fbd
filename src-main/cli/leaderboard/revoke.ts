/** `joulemark leaderboard revoke ID FILE` */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Fault } from '#core/errors.ts';
import { judgeRevocable, type FoundSubmission, type Revocable } from '#core/leaderboard/revocable.ts';
import { revocationLine, revocationOf, revocationSchema } from '#core/leaderboard/revocation.ts';
import { keyText, nameOfKey, shortKey } from '#core/leaderboard/trusted.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { findSubmissions } from '#store/keys/find-submission.ts';
import { openCommandLineKey, ownPublicKeys } from '#store/keys/installation-key.ts';
import { readTrustedKeys } from '#store/keys/trusted-keys.ts';
import { appendLines } from '#store/leaderboard/append.ts';
import { askForLines, checkConsent } from '../consent.ts';
import type { CliContext } from '../context.ts';
import { DONE } from '../exit-code.ts';
import { note } from '../output.ts';
import { sayNotices } from '../signing.ts';

interface RevokeOptions {
  readonly reason?: string;
  readonly yes?: boolean;
}

export function addRevoke(leaderboard: Command, context: CliContext, done: (exitCode: number) => void): void {
  leaderboard
    .command('revoke <id> <file>')
    .description('take back a submission that this installation has signed, by a line at the end of the file')
    .option('--reason <text>', 'why, for all who read the file', '')
    .option('--yes', 'show the line, and write it without a question')
    .addHelpText('after', HELP)
    .action(async (id: string, file: string, options: RevokeOptions) =>
      done(await revoke(id, file, options, context)),
    );
}

const HELP = `
ID is the submission's id, or its first digits (8 or more) where no other id of the file begins so. Nothing is
deleted: the line that is added says that the submission no longer counts. Only the key that signed it can do so.`;

async function revoke(
  id: string,
  file: string,
  { reason = '', yes = false }: RevokeOptions,
  context: CliContext,
): Promise<number> {
  const { env, cwd, stderr } = context;
  const prefix = id.trim().toLowerCase();
  const board = resolve(cwd, file);
  checkId(prefix, id);
  checkReason(reason);
  checkConsent(yes, context);
  const { submissions, revocations } = await findSubmissions(board, prefix);
  const lines = theOnly(submissions, id, board);
  const { dataDir } = context.findPlaces(env);
  const own = await ownPublicKeys(dataDir);
  await sayNotices(own, stderr);
  const judged = judgeRevocable(lines, revocations, own.commandLine, isSignature);
  if (judged.kind === 'revoked') {
    const { revokedAt } = judged.revocation;
    await note(stderr, `${nameOf(judged.found, file)} was revoked already, at ${revokedAt}.`);
    return DONE;
  }
  if (judged.kind !== 'revocable') throw await refusal(judged, file, own.app, dataDir);
  const { signer } = await openCommandLineKey(dataDir);
  const { id: submissionId, configuration } = judged.found.submission;
  const line = revocationLine(revocationOf(submissionId, new Date().toISOString(), reason, signer));
  const label = `revokes ${submissionId.slice(0, 12)} (${configuration.model}, ${configuration.precision})`;
  await askForLines([{ label, line: line.line }], board, signer.publicKey, yes, context, KEPT);
  await appendLines(board, [line]);
  await note(stderr, `Revoked ${nameOf(judged.found, file)}.`);
  return DONE;
}

const KEPT = 'The submission counts as before.';

/** Before a file of any size is read. */
function checkId(prefix: string, given: string): void {
  if (/^[0-9a-f]{8,64}$/.test(prefix)) return;
  throw new Fault('wrong-usage', `${JSON.stringify(given.slice(0, 80))} is no id of a submission`, {
    remedy: 'Give its 64 hex digits, or at least the first 8 of them.',
  });
}

function checkReason(reason: string): void {
  if (revocationSchema.shape.reason.safeParse(reason).success && !/\p{Cc}/u.test(reason)) return;
  throw new Fault('wrong-usage', 'the reason is longer than 500 characters, or holds control characters', {
    remedy: 'Give a sentence or two.',
  });
}

function theOnly(
  submissions: ReadonlyMap<string, readonly FoundSubmission[]>,
  id: string,
  board: string,
): readonly FoundSubmission[] {
  const [first, ...others] = submissions.values();
  if (first === undefined) {
    throw new Fault('wrong-usage', `no submission in ${board} has an id that begins with ${id.trim()}`, {
      remedy: 'Run "joulemark leaderboard rank FILE --json" for the ids.',
    });
  }
  if (others.length === 0) return first;
  const ids = [...submissions.keys()].map((each) => each.slice(0, 20)).sort();
  throw new Fault(
    'wrong-usage',
    `${submissions.size} ids begin with ${id.trim()}: ${ids.slice(0, 5).join(', ')}`,
    {
      remedy: 'Give more digits of the one that is meant.',
    },
  );
}

function nameOf({ lineNumber, submission }: FoundSubmission, file: string): string {
  return `submission ${submission.id.slice(0, 12)} (line ${lineNumber} of ${file})`;
}

type Refused = Exclude<Revocable, { kind: 'revocable' | 'revoked' }>;

async function refusal(judged: Refused, file: string, app: string | null, dataDir: string): Promise<Fault> {
  const what = nameOf(judged.found, file);
  if (judged.kind === 'unsigned') {
    return refused(`${what} is not signed`, 'Only a signed line can be revoked, and only by its own key.');
  }
  if (judged.kind === 'broken-signature') {
    const remedy = 'It counts for nobody: "joulemark leaderboard verify" says what is wrong with it.';
    return refused(`the signature of ${what} does not hold`, remedy);
  }
  const { publicKey } = judged;
  if (publicKey === app) {
    const remedy = 'The operating system protects that key, and reveals it to the app alone.';
    return refused(`${what} was signed by the app of this installation, not by the command line`, remedy);
  }
  const name = nameOfKey(await readTrustedKeys(dataDir), publicKey);
  const who = name === null ? keyText(publicKey) : `${name} (${shortKey(publicKey)})`;
  return refused(
    `${what} was signed by ${who}, not by this installation`,
    'Only the key that signed a line can revoke it: run this where that key is.',
  );
}

function refused(message: string, remedy: string): Fault {
  return new Fault('submission-refused', message, { remedy });
}
