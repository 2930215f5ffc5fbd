/** What a verifier says of a leaderboard, for the page: counts of all, and the first lines of each state. */
import { nameOfKey, shortKey, type TrustedKeys } from '#core/leaderboard/trusted.ts';
import { Fault } from '#core/errors.ts';
import type { BoardFindings, LineReport } from '#core/leaderboard/verify/board.ts';
import type { DoubtfulLine, VerifyReport } from '#ipc/calls/leaderboard.ts';
import { travellingName } from '#runner/leaderboard/board-text.ts';
import { verifyFiles } from '#runner/leaderboard/verify-files.ts';
import { readTrustedKeys } from '#store/keys/trusted-keys.ts';
import type { OpenSources } from '#store/leaderboard/sources/open-sources.ts';

/** Of each state: nobody reads more, and a page must not choke on a million unsigned lines. */
const LISTED = 200;
/** The page is brought up to date no more often. */
const SAY_EVERY_MS = 1000;

/** Throws a `Fault`: file-unreadable, or wrong-usage where there are no lines to verify. */
export async function verifyReport(
  { json, nameOf }: OpenSources,
  dataDir: string,
  onLines: (lines: number) => void,
): Promise<VerifyReport> {
  if (json.length === 0) {
    throw new Fault('wrong-usage', 'This is an export (Parquet), which holds no lines to verify.', {
      remedy:
        'Verify the files that it was made of. The ranking has verified each entry that it shows by itself.',
    });
  }
  const trusted = await readTrustedKeys(dataDir);
  const list = new DoubtfulList(trusted);
  let lines = 0;
  let saidAtMs = performance.now();
  const findings = await verifyFiles({
    files: json.map(({ path }) => ({ path, name: travellingName(nameOf(path)) })),
    trusted,
    onLine: (report) => {
      lines += 1;
      list.add(report);
      if (performance.now() - saidAtMs < SAY_EVERY_MS) return;
      saidAtMs = performance.now();
      onLines(lines);
    },
  });
  for (const report of findings.across) list.add(report);
  return reportOf(json.length, findings, list.lines);
}

function reportOf(files: number, findings: BoardFindings, doubtful: readonly DoubtfulLine[]): VerifyReport {
  const { summary, revoked, idleRevocations } = findings;
  return {
    files,
    lines: summary.lines,
    states: summary.states,
    repeated: summary.repeated,
    doubtful,
    revoked: revoked.slice(0, LISTED),
    idleRevocations: idleRevocations.slice(0, LISTED),
    listedAtMost: LISTED,
  };
}

class DoubtfulList {
  readonly lines: DoubtfulLine[] = [];
  readonly #counts = new Map<string, number>();
  readonly #trusted: TrustedKeys;

  constructor(trusted: TrustedKeys) {
    this.#trusted = trusted;
  }

  add({ state, file, lineNumber, id, reasons, signedBy }: LineReport): void {
    if (state === 'verified') return;
    const before = this.#counts.get(state) ?? 0;
    this.#counts.set(state, before + 1);
    if (before >= LISTED) return;
    const signer = signedBy === null ? null : (nameOfKey(this.#trusted, signedBy) ?? shortKey(signedBy));
    this.lines.push({ file, lineNumber, state, id, reasons, signer });
  }
}
