import { describe, expect, it } from 'vitest';
import type { Submission } from '#core/leaderboard/schema.ts';
import { AcrossLines } from '#core/leaderboard/verify/across.ts';
import { HashIndex, Hasher } from '#core/leaderboard/verify/across/hash-index.ts';
import { seededRandom, shuffled } from '#core/stats/random.ts';
import { consistentLines } from '#test/support/consistent-record.ts';

const runOf = (seed: number): Submission[] => consistentLines({ seed }).map(({ submission }) => submission);
const [honest, sibling] = runOf(1) as [Submission, Submission];
const [later] = runOf(2) as [Submission];
const measured = ({ windows }: Submission) => windows.filter(({ kind }) => kind === 'measure');
const idle = ({ windows }: Submission) => windows.filter(({ kind }) => kind === 'idle');
const KEY_A = 'a'.repeat(64);
const KEY_B = 'b'.repeat(64);

interface Given {
  readonly line: number;
  readonly submission: Submission;
  readonly signedBy?: string;
  readonly isTrusted?: boolean;
}

function findingsOf(given: readonly Given[]) {
  const across = new AcrossLines();
  for (const { line, submission, signedBy = null, isTrusted = false } of given) {
    across.add(line, submission, { signedBy, isTrusted });
  }
  return across.findings();
}

/** The same, in whatever order the lines come. */
function findingsInAnyOrder(given: readonly Given[]) {
  const found = findingsOf(given);
  const random = seededRandom(5);
  for (let turn = 0; turn < 10; turn += 1) expect(findingsOf(shuffled(given, random))).toEqual(found);
  return found.map(({ lineNumber, reason }) => ({ lineNumber, reason }));
}

/** Of another machine and moment, with the measuring windows of an honest line. */
const thief: Submission = {
  ...later,
  id: '0'.repeat(64),
  windows: [...idle(later), ...measured(honest)],
};

describe('AcrossLines', () => {
  it('finds nothing in honest runs, whose rows share their idle windows', () => {
    const given = [1, 2, 3, 4].flatMap((seed) => runOf(seed));
    expect(findingsInAnyOrder(given.map((submission, line) => ({ line, submission })))).toEqual([]);
  });

  it('finds copied measuring windows in the line of the later run, whatever its id', () => {
    const given = [
      { line: 1, submission: honest },
      { line: 2, submission: sibling },
      { line: 3, submission: thief },
    ];
    expect(findingsInAnyOrder(given)).toEqual([
      { lineNumber: 3, reason: `holds measuring windows of line 1 (${honest.id.slice(0, 12)})` },
    ]);
  });

  it('finds one copied window among others', () => {
    const one = { ...later, windows: [...later.windows.slice(0, -1), measured(honest)[0]!] };
    expect(
      findingsInAnyOrder([
        { line: 8, submission: one },
        { line: 9, submission: honest },
      ]),
    ).toHaveLength(1);
  });

  it('lets a line that is signed stand before one that is not, and a trusted key before any', () => {
    const backdated = { ...thief, startedAt: '2026-01-01T00:00:00.000Z' };
    const accused = (honestly: Partial<Given>, stolen: Partial<Given>) =>
      findingsInAnyOrder([
        { line: 1, submission: honest, ...honestly },
        { line: 2, submission: backdated, ...stolen },
      ]).map(({ lineNumber }) => lineNumber);
    expect(accused({}, {})).toEqual([1]);
    expect(accused({ signedBy: KEY_A }, {})).toEqual([2]);
    expect(accused({ signedBy: KEY_A, isTrusted: true }, { signedBy: KEY_B })).toEqual([2]);
  });

  it('finds idle windows in another run, and with it in all of that run’s lines', () => {
    const [one, two] = runOf(3).map((submission) => ({
      ...submission,
      windows: [...idle(honest), ...measured(submission)],
    })) as [Submission, Submission];
    const found = findingsInAnyOrder([
      { line: 1, submission: honest },
      { line: 2, submission: one },
      { line: 3, submission: two },
    ]);
    expect(found.map(({ lineNumber }) => lineNumber)).toEqual([2, 3]);
    expect(found[0]?.reason).toContain('idle windows of another run');
  });

  it('finds a run that two machines claim', () => {
    const device = { ...honest.device, cpuModel: 'Other CPU' };
    const other = { ...later, id: 'f'.repeat(64), runId: honest.runId, device, startedAt: honest.startedAt };
    expect(
      findingsInAnyOrder([
        { line: 1, submission: { ...honest, id: '1'.repeat(64) } },
        { line: 2, submission: other },
      ]),
    ).toEqual([
      { lineNumber: 2, reason: 'has the run id, but not the machine or the start, of line 1 (111111111111)' },
    ]);
  });

  it('finds a submission that two keys have signed, and copies of it by one key no fault', () => {
    const given = [
      { line: 1, submission: honest, signedBy: KEY_B },
      { line: 2, submission: honest },
      { line: 3, submission: honest, signedBy: KEY_A },
    ];
    expect(findingsInAnyOrder(given)).toEqual([
      {
        lineNumber: 1,
        reason: expect.stringContaining('is signed by the key bbbbbbbbbbbbbbbb…, and line 3'),
      },
    ]);
    const copies = [4, 5].map((line) => ({ line, submission: honest, signedBy: KEY_A }));
    expect(findingsInAnyOrder(copies)).toEqual([]);
  });

  it('keeps some 200 bytes a line, however many there are', () => {
    const across = new AcrossLines();
    const lines = 4000;
    for (let line = 0; line < lines; line += 1) {
      const id = line.toString(16).padStart(64, '0');
      const windows = honest.windows.map((window) => ({ ...window, startS: window.startS + line }));
      const runId = line.toString(16).padStart(16, '0');
      across.add(line, { ...honest, id, runId, windows }, { signedBy: KEY_A, isTrusted: false });
    }
    expect(across.findings()).toEqual([]);
    expect(across.bytes / lines).toBeLessThan(400);
  });
});

describe('HashIndex', () => {
  it('finds again whatever was put in, and nothing else', () => {
    const index = new HashIndex();
    const hasher = new Hasher();
    const hashOf = (value: number) => hasher.reset().number(value).hash();
    for (let value = 0; value < 20_000; value += 1) expect(index.claim(hashOf(value / 3), value)).toBe(value);
    for (let value = 0; value < 20_000; value += 1)
      expect(index.claim(hashOf(value / 3), 99_999)).toBe(value);
  });

  it('tells numbers apart by their last bit', () => {
    const hasher = new Hasher();
    const text = (value: number) => JSON.stringify(hasher.reset().number(1.5).number(value).hash());
    expect(text(1)).not.toBe(text(1 + Number.EPSILON));
    expect(text(0)).not.toBe(text(NaN));
    expect(text(1)).toBe(text(1));
  });
});
