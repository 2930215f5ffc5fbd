/** Leaderboards in git: branches that both append never conflict, whatever way they are joined. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readLeaderboard } from '#store/leaderboard/reader.ts';
import { buildCli } from '#test/support/build-entry.ts';
import { changedLine, madeSigner, revocationLine, signedLine } from '#test/support/merge-lines.ts';
import { sampleLines } from '#test/support/sample-lines.ts';

const run = promisify(execFile);

let program = '';
beforeAll(async () => {
  program = await buildCli();
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joulemark-git-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A user of its own, and none of the settings of whoever runs the test. */
const env = {
  ...process.env,
  ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_EDITOR: 'true' },
  ...{ GIT_AUTHOR_NAME: 'Kim', GIT_AUTHOR_EMAIL: 'kim@example.org' },
  ...{ GIT_COMMITTER_NAME: 'Kim', GIT_COMMITTER_EMAIL: 'kim@example.org' },
};
const git = async (...args: readonly string[]) => (await run('git', args, { cwd: folder, env })).stdout;

const signer = madeSigner(1);
const lines = sampleLines(1, 4).map(({ line }, index) =>
  signedLine(changedLine(line, { startedAt: `2026-02-0${index + 1}T00:00:00Z` }), signer),
);
const [first, second, third, fourth] = lines as [string, string, string, string];
const taken = revocationLine(JSON.parse(first).id, '2026-02-09T00:00:00Z', signer);
const UNION = [first, second, third, fourth, taken].map((line) => `${line}\n`).join('');

const BOARD = 'boards/team board.jsonl';
const board = () => readFile(join(folder, BOARD), 'utf8');
const append = async (...added: readonly string[]) => {
  await writeFile(join(folder, BOARD), added.map((line) => `${line}\n`).join(''), { flag: 'a' });
  await git('commit', '-qam', 'Append');
};

/** Two branches, `ours` and `theirs`, that both appended to the board of their common commit. */
async function twoBranches(driver: string): Promise<void> {
  await git('init', '-q', '-b', 'ours');
  await git('config', 'merge.joulemark.driver', driver);
  await mkdir(join(folder, 'boards'));
  await writeFile(join(folder, '.gitattributes'), '*.jsonl merge=joulemark -text\n');
  await writeFile(join(folder, BOARD), `${first}\n`);
  await git('add', '.');
  await git('commit', '-qm', 'Begin');
  await git('branch', 'theirs');
  await append(third, taken);
  await git('checkout', '-q', 'theirs');
  await append(second);
  await append(fourth);
}

const quoted = (text: string) => `"${text.replaceAll('\\', '/')}"`;
const built = () => `${quoted(process.execPath)} ${quoted(program)} leaderboard merge %A %B -o %A`;

describe('the merge driver', () => {
  it.each([
    ['ours', 'theirs'],
    ['theirs', 'ours'],
  ])('merges into %s what %s appended, to the same bytes', async (into, from) => {
    await twoBranches(built());
    await git('checkout', '-q', into);
    await git('merge', '-q', '--no-edit', from);
    expect(await board()).toBe(UNION);
    expect(await git('status', '--porcelain')).toBe('');
  });

  it.each([
    ['ours', 'theirs'],
    ['theirs', 'ours'],
  ])('rebases %s onto %s, commit by commit', async (branch, onto) => {
    await twoBranches(built());
    await git('checkout', '-q', branch);
    await git('rebase', '-q', onto);
    expect(await board()).toBe(UNION);
    expect(await git('status', '--porcelain')).toBe('');
    expect(await git('log', '--merges', '--oneline')).toBe('');
  });

  it('takes the common version too, as some set it up', async () => {
    await twoBranches(built().replace('%A %B', '%O %A %B'));
    await git('merge', '-q', '--no-edit', 'ours');
    expect(await board()).toBe(UNION);
  });

  it('works as the checkout runs it, and from a folder below the top', { timeout: 120_000 }, async () => {
    const script = resolve('scripts/joulemark.mjs');
    await twoBranches(`${quoted(process.execPath)} ${quoted(script)} leaderboard merge %A %B -o %A`);
    await run('git', ['merge', '-q', '--no-edit', 'ours'], { cwd: join(folder, 'boards'), env });
    expect(await board()).toBe(UNION);
  });

  it('makes a conflict of git, and leaves the board as it was, when it cannot run', async () => {
    await twoBranches(`${quoted(process.execPath)} ${quoted(program)} leaderboard merge %A %B none -o %A`);
    const before = await board();
    await expect(git('merge', '-q', '--no-edit', 'ours')).rejects.toMatchObject({ code: 1 });
    expect(await board()).toBe(before);
    expect(await git('status', '--porcelain')).toBe(`UU "${BOARD}"\n`);
  });
});

it('a board that git without the driver left in conflict is mended by a merge of itself', async () => {
  await twoBranches(built());
  await writeFile(join(folder, '.gitattributes'), '');
  await git('commit', '-qam', 'Forget the driver');
  await expect(git('merge', '-q', '--no-edit', 'ours')).rejects.toMatchObject({ code: 1 });
  expect(await board()).toContain('<<<<<<< HEAD\n');
  await run(process.execPath, [program, 'leaderboard', 'merge', BOARD, '-o', BOARD], { cwd: folder });
  expect(await board()).toBe(UNION);
  await git('commit', '-qam', 'Join');
  expect((await readLeaderboard(join(folder, BOARD))).submissions).toHaveLength(4);
});
