import { describe, expect, it } from 'vitest';
import { conditionsOf } from '#core/leaderboard/conditions.ts';
import { canonicalText } from '#core/leaderboard/identity.ts';
import { parseBoardLine, parseLine } from '#core/leaderboard/line.ts';
import { isSignedRevocation } from '#core/leaderboard/revocation.ts';
import { SUBMISSION_SCHEMA, type Submission } from '#core/leaderboard/schema.ts';
import { signatureSchema, signedMessage } from '#core/leaderboard/signature.ts';
import { cpuSecondsPerInference, summariseEnergy, throughputPerS } from '#core/protocol/summary.ts';
import { verifyLine } from '#core/leaderboard/verify/verify.ts';
import { AcrossLines } from '#core/leaderboard/verify/across.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { latencyQuantiles } from '#core/stats/latency-sketch.ts';
import { blockCount, boardBlock, madeBoard } from '#test/support/made-board/board.ts';
import { extrasOf } from '#test/support/made-board/extras.ts';
import { DEFAULT_BOARD } from '#test/support/made-board/options.ts';

const lines = madeBoard({ count: 600, seed: 3, signed: true });
const submissions = lines.map((line) => {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.submission;
});
const distinct = (of: (submission: Submission) => unknown) => new Set(submissions.map(of)).size;

describe('a made board', () => {
  it('has lines that are canonical, each another, as many as asked for', () => {
    expect(lines).toHaveLength(600);
    expect(distinct(({ id }) => id)).toBe(600);
    for (const line of lines) expect(canonicalText(JSON.parse(line) as Record<string, unknown>)).toBe(line);
  });

  it('has figures that the program gets from the windows', () => {
    for (const { windows, constants, results, conditions } of submissions) {
      const summary = summariseEnergy(windows, constants['confidenceLevel'] ?? NaN);
      expect(results.netJ).toBe(summary.netJ);
      expect(results.grossJ).toBe(summary.grossJ);
      expect(results.ci95).toEqual([summary.interval?.low, summary.interval?.high]);
      expect(results.throughputPerS).toBe(throughputPerS(windows));
      expect(results.cpuSecondsPerInference).toBe(cpuSecondsPerInference(windows));
      expect(results.latencyMs).toEqual(latencyQuantiles(results.latencySketch));
      expect(conditions).toEqual(conditionsOf(windows));
    }
  });

  it('is verified line by line, and no two lines doubt each other', () => {
    const across = new AcrossLines();
    for (const [index, line] of lines.entries()) {
      const { state, reasons, signedBy, submission } = verifyLine(line, isSignature);
      expect({ state, reasons }).toEqual({ state: 'verified', reasons: [] });
      if (submission !== null) across.add(index + 1, submission, { signedBy, isTrusted: false });
    }
    expect(across.findings()).toEqual([]);
  });

  it('has no energy below 0, and windows that follow each other', () => {
    for (const { windows } of submissions) {
      for (const [index, { startS, durationS, energyJ, idlePowerW }] of windows.entries()) {
        expect(Math.min(energyJ ?? -1, idlePowerW ?? -1)).toBeGreaterThanOrEqual(0);
        const next = windows[index + 1];
        if (next !== undefined) expect(next.startS).toBeGreaterThan(startS + durationS);
      }
    }
  });

  it('runs one inference after the other unless it is told how many a second', () => {
    for (const { results, scenario } of submissions) {
      if (scenario.kind !== 'back-to-back') continue;
      const busyRatio = (results.throughputPerS * results.latencyMs.median) / 1000;
      expect(busyRatio).toBeGreaterThan(0.85);
      expect(busyRatio).toBeLessThan(1.02);
    }
  });

  it('is signed by the machines, each with its own key', () => {
    const keys = new Set<string>();
    for (const { id, signature } of submissions) {
      const { publicKey, value } = signatureSchema.parse(signature);
      expect(isSignature(publicKey, signedMessage(SUBMISSION_SCHEMA, id), value)).toBe(true);
      keys.add(publicKey);
    }
    expect(keys.size).toBeGreaterThan(50);
  });

  it('is as varied as real ones: tiers, models, precisions, providers, verdicts, batches, degraded ones', () => {
    expect(distinct(({ tier }) => tier)).toBe(5);
    expect(distinct(({ configuration }) => configuration.model)).toBe(12);
    expect(distinct(({ configuration }) => configuration.precision)).toBe(8);
    expect(distinct(({ configuration }) => configuration.provider)).toBeGreaterThan(3);
    expect(distinct(({ configuration }) => configuration.batch)).toBe(3);
    expect(distinct(({ scenario }) => scenario.kind)).toBe(2);
    expect(distinct(({ device }) => device.cpuModel)).toBeGreaterThan(10);
    expect(distinct(({ verdict }) => verdict)).toBeGreaterThan(3);
    expect(submissions.filter(({ fidelity }) => fidelity?.holds === false).length).toBeGreaterThan(10);
  });

  it('is the same for the same seed, whole or in blocks, and another for another', () => {
    const options = { ...DEFAULT_BOARD, count: 2100, seed: 9, damaged: 5 };
    const whole = madeBoard(options);
    const blocks = [2, 1, 0].map((block) => boardBlock(options, extrasOf(options), block)).reverse();
    expect(blockCount(options)).toBe(3);
    expect(blocks.join('')).toBe(whole.map((line) => `${line}\n`).join(''));
    expect(madeBoard({ ...options, seed: 10 })[0]).not.toBe(whole[0]);
  });

  it('holds damaged lines that no reader accepts, besides all submissions', () => {
    const damaged = madeBoard({ count: 100, damaged: 14 });
    const kinds = damaged.map((line) => parseBoardLine(line).kind);
    expect(kinds.filter((kind) => kind === 'problem')).toHaveLength(14);
    expect(kinds.filter((kind) => kind === 'submission')).toHaveLength(100);
  });

  it('holds revocations by the key that signed what they revoke', () => {
    const parsed = madeBoard({ count: 100, signed: true, revoked: 7 }).map(parseBoardLine);
    const signed = new Map(
      parsed.flatMap((line) => (line.kind === 'submission' ? [[line.submission.id, line.submission]] : [])),
    );
    const revocations = parsed.flatMap((line) => (line.kind === 'revocation' ? [line.revocation] : []));
    expect(revocations).toHaveLength(7);
    for (const revocation of revocations) {
      expect(isSignedRevocation(revocation, isSignature)).toBe(true);
      const { publicKey } = signatureSchema.parse(signed.get(revocation.submissionId)?.signature);
      expect(revocation.signature.publicKey).toBe(publicKey);
    }
  });

  it('refuses to revoke what nobody signed', () => {
    expect(() => madeBoard({ count: 10, revoked: 1 })).toThrow(RangeError);
  });
});
