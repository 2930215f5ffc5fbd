/** A leaderboard in the window: read, verified and ranked by a process of its own. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { madeBoard } from '#test/support/made-board/board.ts';
import { App, expect, test } from './support/app.ts';

async function withBoard(dataDir: string, lines: readonly string[]): Promise<string> {
  const file = join(dataDir, 'team.jsonl');
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, lines.map((line) => `${line}\n`).join(''));
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ recentBoards: [file] }));
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

    await page.getByRole('link', { name: 'Method' }).click();
    await expect.poll(() => app.pids('board')).toHaveLength(0);
  } finally {
    await app.electron.close();
  }
});
