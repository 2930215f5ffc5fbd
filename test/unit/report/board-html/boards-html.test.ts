import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { rankBoards, type Board } from '#core/leaderboard/rank.ts';
import { boardsHtml } from '#report/board-html/boards-html.ts';
import { hostileBoards, madeBoards, madeLines } from '#test/support/board-page/boards.ts';

const about = { title: 'Our boards', generatedFrom: 'team.jsonl' };
const made = { count: 160, models: 2, devices: 8, seed: 5, signed: true };
const parsed = async (boards: readonly Board[]) => parseHTML(await boardsHtml(boards, about)).document;

const boardsBySize = (options: Parameters<typeof madeBoards>[0]) =>
  madeBoards(options).sort((a, b) => b.entries.length - a.entries.length);

/** Without line breaks of the markup. */
const textOf = (element: { textContent: string | null } | null | undefined) =>
  (element?.textContent ?? '').replace(/[\s\u00a0]+/g, ' ').trim();

describe('the page of the boards', () => {
  const boards = madeBoards(made);
  let text = '';
  let document: Document;

  beforeAll(async () => {
    text = await boardsHtml(boards, about);
    ({ document } = parseHTML(text) as unknown as { document: Document });
  });

  it('is the same for the same boards, byte for byte', async () => {
    expect(await boardsHtml(madeBoards(made), about)).toBe(text);
  });

  it('has its policy before all that the policy is about, and no address to the outside', () => {
    const policy = text.indexOf('Content-Security-Policy');
    expect(policy).toBeGreaterThan(0);
    expect(policy).toBeLessThan(text.indexOf('<style>'));
    expect(document.querySelectorAll('style, script')).toHaveLength(2);
    expect(document.querySelectorAll('[style], [src], [onclick], link, img')).toHaveLength(0);
    const links = [...document.querySelectorAll('[href]')].map((link) => link.getAttribute('href') ?? '');
    expect(links.every((href) => document.getElementById(href.slice(1)) !== null)).toBe(true);
  });

  it('has each entry of each board in a row', () => {
    const sections = [...document.querySelectorAll('section.board')];
    expect(sections).toHaveLength(boards.length);
    for (const [index, section] of sections.entries()) {
      const board = boards[index]!;
      expect(textOf(section.querySelector('h2'))).toBe(board.model);
      expect(section.querySelectorAll('tbody tr')).toHaveLength(board.entries.length);
      expect(textOf(section.querySelector('dl'))).toContain(`Tier ${board.tier}`);
    }
  });

  it('says the figures with their interval, the verdict, who verified it, and the date', () => {
    const board = boards[0]!;
    const entry = board.entries.find(({ signedByName }) => signedByName !== null)!;
    const row = document.querySelectorAll('section.board tbody tr')[board.entries.indexOf(entry)]!;
    const cells = [...row.querySelectorAll('td, th')];
    expect(textOf(cells[4])).toMatch(/^[\d.]+ ?[\d.]+ … [\d.]+$/);
    expect(Number(cells[4]?.getAttribute('data-v'))).toBe(entry.submission.results.netJ);
    expect(textOf(cells[9])).toContain(entry.submission.verdict);
    expect(textOf(cells[10])).toBe('✓ verifiedAda’s lab');
    expect(textOf(cells[12])).toBe(entry.submission.startedAt.slice(0, 10));
  });

  it('marks shared ranks in words, too', () => {
    const isShared = (board: Board, place: number) =>
      board.entries.filter(({ rank }) => rank === board.entries[place]?.rank).length > 1;
    const expected = boards.flatMap((board) => board.entries.map((_, place) => isShared(board, place)));
    const ranks = [...document.querySelectorAll('tbody tr > :first-child')].map(textOf);
    expect(expected).toContain(true);
    expect(ranks.map((rank) => /^\d+ =, shared$/.test(rank))).toEqual(expected);
  });

  it('draws each entry of a board as a mark with a name, degraded ones hollow', () => {
    const board = boards.find(({ entries, counts }) => entries.length > 5 && counts.degraded > 0)!;
    const section = document.querySelectorAll('section.board')[boards.indexOf(board)]!;
    const marks = [...section.querySelectorAll('figure circle')];
    expect(marks).toHaveLength(board.entries.length);
    expect(
      marks.every((mark) => (mark.querySelector('title')?.textContent ?? '').includes(' mJ net, ')),
    ).toBe(true);
    const hollow = marks.filter((mark) => mark.querySelector('title')?.textContent?.endsWith(', degraded'));
    expect(hollow).toHaveLength(board.counts.degraded);
    for (const mark of hollow) expect(mark.parentElement?.getAttribute('stroke')).toBe('var(--bad)');
    expect(section.querySelector('figure path')).not.toBeNull();
    expect(section.querySelectorAll('figure ol li').length).toBeGreaterThan(0);
  });

  it('draws nothing where there are only two entries', async () => {
    const two = await parsed(rankBoards(madeLines({ ...made, count: 2 }), { keep: 'all' }));
    expect(two.querySelectorAll('tbody tr')).toHaveLength(2);
    expect(two.querySelectorAll('figure')).toHaveLength(0);
  });

  it('says how the numbers were made, in words', () => {
    expect(textOf(document.querySelector('footer details'))).toContain('An idle window opens each round');
    expect(textOf(document.querySelector('dl'))).toContain('Method version 2');
  });
});

describe('a board of which not all is shown', () => {
  it('says so', async () => {
    const [board] = madeBoards(made);
    const entries = board!.entries.slice(0, 3);
    const document = await parsed([{ ...board!, entries, counts: { entries: 12345, degraded: 12 } }]);
    expect(textOf(document.querySelector('caption'))).toBe(
      'The first 3 of 12,345 entries, 12 of them degraded',
    );
  });
});

describe('unusual boards', () => {
  it('are said to be none', async () => {
    const document = await parsed([]);
    expect(textOf(document.querySelector('main'))).toBe('There is no submission to rank.');
    expect(textOf(document.querySelector('[role=status]'))).toBe('0 entries on 0 boards');
  });

  it('may hold net energy at and below 0, and what is not known', async () => {
    const [board] = madeBoards({ ...made, count: 40, models: 1 });
    const entries = board!.entries.map((entry, index) => ({
      ...entry,
      submission: {
        ...entry.submission,
        fidelity: null,
        device: { ...entry.submission.device, cpuModel: null, osRelease: null, memoryGiB: null },
        results: {
          ...entry.submission.results,
          netJ: index - 1,
          ci95: [index - 2, index] as [number, number],
        },
      },
    }));
    const document = await parsed([{ ...board!, entries }]);
    const words = ['header', 'main', 'footer'].map((part) => textOf(document.querySelector(part)));
    expect(words.join(' ')).not.toMatch(/NaN|undefined|null|Infinity/);
    expect(textOf(document.querySelector('tbody td:nth-child(5) b'))).toBe('-1000');
    expect(textOf(document.querySelector('tbody th'))).toContain('unknown processor');
  });

  it('may mix tiers, and each row says its own', async () => {
    const [mixed] = rankBoards(madeLines(made), { keep: 'all', mixTiers: true });
    const document = await parsed([mixed!]);
    expect(textOf(document.querySelector('dl'))).toContain('mixed: each row says its own');
    for (const [index, row] of [...document.querySelectorAll('tbody tr')].entries()) {
      expect(textOf(row.querySelector('td:nth-child(12)'))).toBe(mixed!.entries[index]!.submission.tier);
    }
  });

  it('have a line that was altered in words and with its reasons', async () => {
    const document = await parsed(hostileBoards());
    const cell = textOf(document.querySelector('tbody td:nth-child(11)'));
    expect(cell).toMatch(/^! implausible/);
    expect(textOf(document.querySelector('footer'))).toContain(
      'no real machine and meter would have shown this',
    );
  });
});

describe('a thousand entries', () => {
  it('are less than 1.5 MB', async () => {
    const [largest] = boardsBySize({ ...made, models: 1, count: 400 });
    const all = Array.from(
      { length: 1000 },
      (_, index) => largest!.entries[index % largest!.entries.length]!,
    );
    const text = await boardsHtml(
      [{ ...largest!, entries: all, counts: { entries: 1000, degraded: 0 } }],
      about,
    );
    expect(Buffer.byteLength(text)).toBeLessThan(1_500_000);
    expect(text.match(/<tr/g)).toHaveLength(1001);
  });
});
