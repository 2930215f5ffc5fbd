import { describe, expect, it } from 'vitest';
import type { Submission } from '#core/leaderboard/schema.ts';
import { verifyLine } from '#core/leaderboard/verify/verify.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { consistentLines } from '#test/support/consistent-record.ts';
import { lineBy, newSigner } from '#test/support/signed-lines.ts';

const signer = newSigner();
const NOW = new Date('2026-06-01T00:00:00Z');
const [first] = consistentLines({ seed: 7 });
if (first === undefined) throw new Error('no line');
const { submission, line } = first;

const verify = (text: string) => verifyLine(text, isSignature, { now: NOW });
/** Signed with what was changed; the id follows. */
const signed = (changes: Partial<Submission> = {}) => lineBy(signer, { ...submission, ...changes });
const withWindows = (edit: (window: Submission['windows'][number], index: number) => object) =>
  signed({ windows: submission.windows.map((window, index) => ({ ...window, ...edit(window, index) })) });

describe('verifyLine', () => {
  it('finds nothing wrong with consistent lines but that nobody signed them', () => {
    for (const seed of [1, 2, 3, 4_000_000_000]) {
      for (const entry of consistentLines({ seed })) {
        const { state, reasons, signedBy } = verify(entry.line);
        expect({ state, reasons, signedBy }).toEqual({
          state: 'unsigned',
          reasons: ['nobody has signed it'],
          signedBy: null,
        });
      }
    }
  });

  it('verifies a signed line, and says who stands for it', () => {
    expect(verify(signed())).toEqual({
      state: 'verified',
      reasons: [],
      signedBy: signer.publicKey,
      submission: JSON.parse(signed()),
    });
  });

  it.each([
    ['not JSON', 'is not JSON'],
    ['{"schema":"joulemark.submission/9"}', 'is of another version'],
    ['[1]', 'not an object'],
    ['{"a":'.repeat(100_000), 'is torn'],
  ])('calls unreadable what is no submission of this version: %.20s', (text, reason) => {
    const { state, reasons, submission: found } = verify(text);
    expect(state).toBe('unreadable');
    expect(reasons.join()).toContain(reason);
    expect(found).toBeNull();
  });

  it('calls a line unreadable in which one key stands twice, since readers differ in which counts', () => {
    const twice = signed().replace('"seed":7', '"seed":8,"seed":7');
    expect(JSON.parse(twice)).toEqual(JSON.parse(signed()));
    expect(verify(twice)).toMatchObject({
      state: 'unreadable',
      reasons: [expect.stringContaining('a key twice')],
    });
  });

  it('takes the same contents in another order and with spaces', () => {
    const loose = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(signed())).reverse()), null, 1);
    expect(verify(loose).state).toBe('verified');
  });

  it('calls altered a line whose signature is another line’s, another key’s or malformed', () => {
    const parsed = JSON.parse(signed());
    const other = JSON.parse(signed({ seed: 8 }));
    const forged = [
      { ...parsed, signature: other.signature },
      { ...parsed, signature: { ...parsed.signature, publicKey: newSigner().publicKey } },
      { ...parsed, signature: { ...parsed.signature, value: 'x' } },
      { ...parsed, signature: { ...parsed.signature, note: 'not covered by the id' } },
      { ...parsed, id: other.id },
    ];
    for (const each of forged) {
      const { state, signedBy } = verify(JSON.stringify(each));
      expect({ state, signedBy }).toEqual({ state: 'altered', signedBy: null });
    }
  });

  it('does not call a signature of a later kind false, and does not take it either', () => {
    const later = {
      ...JSON.parse(signed()),
      signature: { algorithm: 'ml-dsa-65', publicKey: 'x', value: 'y' },
    };
    expect(verify(JSON.stringify(later))).toMatchObject({
      state: 'unreadable',
      reasons: ['is signed by "ml-dsa-65"; this program checks ed25519 only'],
    });
  });

  it('names a figure that does not follow, with the one that does, and who signed it', () => {
    const { results } = submission;
    const better = signed({ results: { ...results, netJ: results.netJ / 2 } });
    const { state, reasons, signedBy } = verify(better);
    expect(state).toBe('altered');
    expect(reasons).toEqual([
      expect.stringMatching(/^netJ is 0\.0\d+, but 0\.0\d+ follows from the rest of the line$/),
    ]);
    expect(signedBy).toBe(signer.publicKey);
  });

  it('takes figures that another order of adding gives', () => {
    const { netJ, grossJ, throughputPerS } = submission.results;
    const ulp = (value: number) => value * (1 + 2 ** -50);
    const results = { ...submission.results, netJ: ulp(netJ), grossJ: ulp(grossJ) };
    expect(verify(signed({ results: { ...results, throughputPerS: ulp(throughputPerS) } })).state).toBe(
      'verified',
    );
  });

  it.each([1, 3])('never verifies method version %i, and says that it cannot', (methodVersion) => {
    const changed = signed({
      methodVersion,
      comparisonKey: submission.comparisonKey.replace('m2', `m${methodVersion}`),
    });
    expect(verify(changed)).toMatchObject({
      state: 'unsigned',
      reasons: [`method version ${methodVersion} cannot be recomputed by this program, which has version 2`],
    });
  });

  it('does not read a line of its own method that lacks a constant', () => {
    const { coarseRatio: _left, ...constants } = submission.constants;
    expect(verify(signed({ constants }))).toMatchObject({
      state: 'unreadable',
      reasons: ['lacks constants of its method: nothing can be recomputed'],
    });
  });
});

describe('a consistent line that no machine would have shown', () => {
  const reasonsOf = (text: string) => {
    const { state, reasons } = verify(text);
    expect(state).toBe('implausible');
    return reasons.join('\n');
  };

  it('is one from the future, or from before the program', () => {
    expect(reasonsOf(signed({ startedAt: '2026-06-03T00:00:00.000Z' }))).toContain('and it is 2026-06-01');
    expect(reasonsOf(signed({ startedAt: '2020-01-01T00:00:00.000Z' }))).toContain(
      'before this program existed',
    );
    expect(verify(signed({ startedAt: '2026-06-01T20:00:00.000Z' })).state).toBe('verified');
    expect(verifyLine(signed({ startedAt: '2036-06-03T00:00:00.000Z' }), isSignature).state).toBe('verified');
  });

  it('is one of other constants than its method has', () => {
    const constants = { ...submission.constants, disturbedShare: 0.9 };
    expect(reasonsOf(signed({ constants }))).toBe(
      'constants.disturbedShare is 0.9, in method version 2 0.05',
    );
  });

  it('is one whose windows are shorter than was asked for', () => {
    const constants = { ...submission.constants, windowSeconds: 1.5 };
    expect(reasonsOf(signed({ constants }))).toContain("its run's windows last at least 1.5 s");
  });

  it('is one that is hotter than silicon, or used more processors than there are', () => {
    const idle = submission.windows.findIndex(({ kind }) => kind === 'idle');
    const hot = { min: 45, max: 400 };
    const text = lineBy(signer, {
      ...JSON.parse(withWindows((_, index) => (index === idle ? { temperatureC: 400, cpuSeconds: 60 } : {}))),
      conditions: { ...submission.conditions, temperatureC: hot },
    });
    expect(reasonsOf(text)).toContain(`windows[${idle}] was measured at 400 °C`);
    expect(reasonsOf(text)).toContain(`windows[${idle}] used 60 s of 8 processors`);
  });

  it('is one that fell in with another run’s latencies', () => {
    const latencySketch = submission.results.latencySketch.map(([bucket, count]): [number, number] => [
      bucket,
      2 * count,
    ]);
    const reasons = reasonsOf(signed({ results: { ...submission.results, latencySketch } }));
    expect(reasons).toContain('its windows hold');
    expect(reasons).toContain('its latencies add up to');
  });
});

describe('the line as the file holds it', () => {
  it('is what submissionsOf wrote, byte for byte', () => {
    expect(lineBy(null, { ...submission })).toBe(line);
  });
});
