/** Reads each file of a leaderboard once, from its start to its end, and judges every line. */
import type { TrustedKeys } from '#core/leaderboard/trusted.ts';
import { BoardVerifier, type BoardFindings, type LineReport } from '#core/leaderboard/verify/board.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { readBoardTexts, TORN } from '#store/leaderboard/board-lines.ts';

export interface VerifyRequest {
  readonly files: readonly { readonly path: string; /** As reports call it. */ readonly name: string }[];
  readonly trusted: TrustedKeys;
  /** Told of each line that is a submission or cannot be read; the next one waits for it. */
  onLine(report: LineReport): Promise<void> | void;
}

/** Throws a `Fault` (file-unreadable) when a file itself cannot be read. */
export async function verifyFiles({ files, trusted, onLine }: VerifyRequest): Promise<BoardFindings> {
  const verifier = new BoardVerifier({ isSignature, trusted, now: new Date() });
  for (const { path, name } of files) {
    verifier.beginFile(name);
    for await (const { text, problem, ended } of readBoardTexts(path)) {
      const report = verifier.add(text, problem);
      if (report !== null) await onLine(ended ? report : withTorn(report));
    }
  }
  return verifier.finish();
}

function withTorn(report: LineReport): LineReport {
  if (report.state !== 'unreadable') return report;
  return { ...report, reasons: report.reasons.map((reason) => reason + TORN) };
}
