/** Why a process ended, in words for people. */
import { constants } from 'node:os';

/** Lines in which V8 and Node name what ended the process. */
const TELLING = /^(FATAL ERROR: .*|(?:[A-Z]\w*)?Error(?: \[\w+\])?: .*)$/m;

interface Ending {
  readonly exitCode: number;
  /** Chromium's word for an abnormal end (`crashed`, `killed`, `oom`, …); null: it ended by itself. */
  readonly abnormal: string | null;
  /** The last of what it wrote to its standard error. */
  readonly stderr: string;
  readonly platform: NodeJS.Platform;
}

/** E.g. `killed by SIGKILL`, `ended with code 1: Error: no such file`. */
export function exitReason({ exitCode, abnormal, stderr, platform }: Ending): string {
  const said = TELLING.exec(stderr)?.[1];
  return `${howItEnded(exitCode, abnormal, platform)}${said === undefined ? '' : `: ${said}`}`;
}

function howItEnded(exitCode: number, abnormal: string | null, platform: NodeJS.Platform): string {
  if (abnormal === null) return `ended with code ${exitCode}`;
  // On POSIX the code of an abnormal end is the signal's number; on Windows it is an NTSTATUS.
  if (platform === 'win32') return `${abnormal} with code 0x${(exitCode >>> 0).toString(16)}`;
  const signal = Object.entries(constants.signals).find(([, number]) => number === exitCode)?.[0];
  if (signal === undefined) return `${abnormal} with code ${exitCode}`;
  return abnormal === 'killed' ? `killed by ${signal}` : `${abnormal} with ${signal}`;
}
