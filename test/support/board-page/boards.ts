/** Boards for tests of their page. */
import { rankBoards, type Board, type CheckedLine, type RankOptions } from '#core/leaderboard/rank.ts';
import type { Submission } from '#core/leaderboard/schema.ts';
import { parseLine } from '#core/leaderboard/line.ts';
import { madeBoard } from '#test/support/made-board/board.ts';
import type { BoardOptions } from '#test/support/made-board/options.ts';

/** Submissions of a made board as a reader hands them on, every fourth of them unsigned. */
export function madeLines(options: Partial<BoardOptions>): CheckedLine[] {
  return madeBoard(options).map((line, index) => {
    const parsed = parseLine(line);
    if (!parsed.ok) throw new Error(parsed.reason);
    return checked(parsed.submission, index);
  });
}

function checked(submission: Submission, index: number): CheckedLine {
  if (index % 4 === 3) {
    const check = { state: 'unsigned', reasons: ['nobody has signed it'], signedBy: null } as const;
    return { submission, check, signedByName: null };
  }
  const signedBy = 'ab12cd34'.repeat(8);
  return {
    submission,
    check: { state: 'verified', reasons: [], signedBy },
    signedByName: index % 4 === 0 ? 'Ada’s lab' : null,
  };
}

export function madeBoards(options: Partial<BoardOptions>, ranking: RankOptions = {}): Board[] {
  return rankBoards(madeLines(options), { keep: 'all', ...ranking });
}

/** What people who want the page to do something call their devices. */
export const HOSTILE_NAMES: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(2)>',
  "' onmouseover='alert(3)",
  '</title><script>alert(4)</script>',
  '</style></svg><svg onload=alert(5)>',
  'javascript:alert(6)',
  '<a href="javascript:alert(7)">click</a>',
  '<!--<script>alert(8)//-->',
  ']]><script>alert(9)</script>',
  '\u202egnp.exe\u202c \u2066 hidden \u0007 \u0000 \u001b[31m',
  'مُعالِج ١٢',
  '${alert(10)} {{alert(11)}} &lt;b&gt; &amp;',
  '<iframe srcdoc="<script>alert(12)</script>"></iframe>',
  '<meta http-equiv="refresh" content="0;url=https://example.org/">',
  '<base href="https://example.org/"><link rel=stylesheet href=//example.org/x.css>',
  'x'.repeat(5000),
  '\ud800 lone',
];

/** A board in which each text that a line can hold freely is one of the hostile names. */
export function hostileBoards(): Board[] {
  const lines = madeLines({ count: 40, models: 1, devices: 3, seed: 2, signed: true });
  const [first] = lines;
  if (first === undefined) throw new Error('a made board has lines');
  const hostile = HOSTILE_NAMES.map((name, index): CheckedLine => {
    const { submission } = lines[index] ?? first;
    const named: CheckedLine['submission'] = {
      ...submission,
      ...{
        tier: first.submission.tier,
        domains: first.submission.domains,
        scenario: first.submission.scenario,
      },
      device: { ...submission.device, cpuModel: name, osName: name, osRelease: name, gpus: [name] },
      configuration: { ...submission.configuration, batch: 1, model: name, unit: name, device: 'gpu' },
      adapter: {
        ...{ name, vendor: name, kind: 'discrete', verified: true, evidence: name },
        ...{ fp16: null, memoryBytes: null },
      },
      ranAs: name,
      reasons: [name],
      placement: { [name]: 0.5, cpu: 0.5 },
      fallbacks: [{ operator: name, provider: name, nodes: 1, timeRatio: 0.5 }],
    };
    const check = { state: 'implausible', reasons: [name], signedBy: 'ab'.repeat(32) } as const;
    return { submission: named, check, signedByName: name };
  });
  // One board for each model's name; and one with all of them.
  const together = hostile.map((line) => ({
    ...line,
    submission: {
      ...line.submission,
      configuration: { ...line.submission.configuration, modelSha256: 'c'.repeat(64) },
    },
  }));
  const alone = hostile.map((line, index) => ({
    ...line,
    submission: {
      ...line.submission,
      id: String(index).padStart(64, '0'),
      configuration: { ...line.submission.configuration, modelSha256: String(index).padStart(64, '0') },
    },
  }));
  return rankBoards([...together, ...alone], { keep: 'all' });
}
