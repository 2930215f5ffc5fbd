/** A leaderboard in the window: read, verified and ranked by a process of its own. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseBoardLine } from '#core/leaderboard/line.ts';
import { madeBoard } from '#test/support/made-board/board.ts';
import { App, expect, RUN_LIMIT_MS, test } from './support/app.ts';
import { drop } from './support/drop.ts';

async function withBoard(dataDir: string, lines: readonly string[]): Promise<string> {
  const file = join(dataDir, 'team.jsonl');
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, lines.map((line) => `${line}\n`).join(''));
  await writeFile(
    join(dataDir, 'settings.json'),
    JSON.stringify({ recentBoards: [file], preferences: { welcomed: true } }),
  );
  return file;
}

test('opens the board used last, ranks it, and verifies every line', async ({ dataDir }) => {
  const made = madeBoard({ count: 60, devices: 15, models: 2, signed: true, revoked: 1, damaged: 3 });
  const file = await withBoard(dataDir, made);
  const app = await App.launch(dataDir);
  try {
    const { page } = app;
    await page.getByRole('link', { name: 'Leaderboard' }).click();
    const table = page.getByRole('table', { name: /^Submissions by net energy/ });
    await expect(table).toBeVisible({ timeout: 60_000 });
    const nets = await table.locator('.net').allTextContents();
    expect(nets.length).toBeGreaterThan(1);
    await expect(table.getByRole('row').nth(1)).toContainText('verified');
    await expect(page.getByText('2 lines cannot be read')).toBeVisible();
    // One process for it, and nothing of the window's own.
    expect(await app.pids('board')).toHaveLength(1);

    await page.getByRole('button', { name: 'Verify every line' }).click();
    await expect(page.getByRole('heading', { name: 'Every line, verified' })).toBeVisible({
      timeout: 60_000,
    });
    await expect(page.getByText('Revoked by whoever signed them')).toBeVisible();
    // The path stays in main: the page has the file's name only.
    await expect(page.locator('body')).not.toContainText(file);

    await writeFile(
      file,
      made
        .slice(0, -1)
        .map((line) => `${line}\n`)
        .join(''),
    );
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await expect(page.getByText('The file has changed since it was read')).toBeVisible();

    const dropped = join(dataDir, 'dropped.jsonl');
    await writeFile(dropped, made.map((line) => `${line}\n`).join(''));
    await drop(page, dropped);
    await expect(page.getByRole('heading', { name: 'dropped.jsonl' })).toBeVisible();
    await expect(table).toBeVisible({ timeout: 60_000 });

    await page.getByRole('link', { name: 'Method' }).click();
    await expect.poll(() => app.pids('board')).toHaveLength(0);
  } finally {
    await app.electron.close();
  }
});

test('runs, submits to a board from its page, is marked there, and takes it back', async ({ dataDir }) => {
  const file = await withBoard(dataDir, []);
  const app = await App.launch(dataDir);
  try {
    const { page } = app;
    await app.choose(['fp32']);
    await app.start();
    await expect(page.getByRole('button', { name: 'Submit…' })).toBeVisible({ timeout: RUN_LIMIT_MS });

    await page.getByRole('link', { name: 'Leaderboard' }).click();
    await expect(page.getByText('There is no submission to rank in it yet.')).toBeVisible({
      timeout: 60_000,
    });
    await page.getByRole('button', { name: 'Submit a run…' }).click();
    const dialog = page.getByRole('dialog');
    // The board that is looked at is the file that is written to.
    await expect(dialog.getByText(file)).toBeVisible();
    await dialog.getByRole('button', { name: 'Write 1 line' }).click();
    await expect(dialog.getByText('1 line appended')).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).click();

    const mine = page.getByRole('row').filter({ hasText: 'yours' });
    await expect(mine).toHaveCount(1, { timeout: 60_000 });
    await expect(mine).toContainText('verified');
    await mine.getByRole('button').click();
    await page.getByRole('button', { name: 'Copy line' }).click();
    await expect(page.getByText('The line is on the clipboard.')).toBeVisible({ timeout: 60_000 });
    const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
    expect(`${copied}\n`).toBe(await readFile(file, 'utf8'));

    await page.getByRole('button', { name: 'Revoke…' }).click();
    await dialog.getByRole('button', { name: 'Add the line that revokes it' }).click();
    await expect(page.getByText('was added at the end of the file')).toBeVisible({ timeout: 60_000 });
    await expect(mine).toHaveCount(0);
    const [submission, revocation] = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(submission).toBe(copied);
    expect(parseBoardLine(revocation ?? '')).toMatchObject({
      kind: 'revocation',
      revocation: { submissionId: JSON.parse(copied).id },
    });
  } finally {
    await app.electron.close();
  }
});
