/** What this machine and its user are called: none of it leaves in a submission. */
import { homedir, hostname, userInfo } from 'node:os';
import { basename } from 'node:path';
import { privateWords } from '#core/leaderboard/public-text.ts';
import type { Places } from './places.ts';

/** Words for `submissionsOf`, which knows no machine. A record that was made elsewhere may hold others. */
export function privateNames({ meterSources }: Pick<Places, 'meterSources'>): string[] {
  return privateWords([hostname(), userName(), basename(homedir()), meterSources.plugAddress]);
}

/** null: the system has no name for the user, as in some containers. */
function userName(): string | null {
  try {
    return userInfo().username;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
