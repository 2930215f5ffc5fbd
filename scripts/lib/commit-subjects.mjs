/** The rule for commit subjects, over the newest commits. Needs nothing from node_modules. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './checkout.mjs';
import { capture, findCommand } from './commands.mjs';

const MAX_LENGTH = 72;
const NEWEST = 50;

/**
 * Finds subjects longer than 72 characters among the newest commits; merges are not counted. Where there
 * is no history to look at, the output says so.
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export async function longSubjects() {
  if (!existsSync(join(ROOT, '.git'))) return { ok: true, output: 'not a git checkout: none to check' };
  if (findCommand('git') === null) return { ok: true, output: 'git is not installed: not checked' };
  const { code, stdout, stderr } = await capture('git', [
    ...['-c', 'safe.directory=*', 'log', '--no-merges', `--max-count=${NEWEST}`, '--format=%h %s'],
  ]);
  if (code !== 0) return { ok: false, output: `git log failed: ${stderr}` };
  const long = stdout.split('\n').filter((line) => subjectOf(line).length > MAX_LENGTH);
  return { ok: long.length === 0, output: long.map((line) => `over ${MAX_LENGTH}: ${line}`).join('\n') };
}

/** @param {string} line abbreviated hash, a space, the subject */
function subjectOf(line) {
  return line.slice(line.indexOf(' ') + 1);
}
