/** From the click on "Run benchmark" to a line in the leaderboard file. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseLine } from '#core/leaderboard/line.ts';
import { type App, expect, RUN_LIMIT_MS, test } from './support/app.ts';

/** Answers the system's dialog in the place of a person. */
async function answerSaveDialog(app: App, filePath: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
  }, filePath);
}

test('runs, ranks, shows the exact lines and appends them once', async ({ app, dataDir }) => {
  await app.choose(['fp32', 'int8-dynamic']);
  await app.runButton.click();
  await expect(app.page.getByRole('progressbar')).toBeVisible();
  await expect(app.page.getByRole('button', { name: 'Submit…' })).toBeVisible({ timeout: RUN_LIMIT_MS });

  await expect(app.rows).toHaveCount(2);
  const nets = await app.rows.locator('td.net').allTextContents();
  expect(nets.every((text) => /^-?\d/.test(text))).toBe(true);
  expect(nets.map(Number)).toEqual(nets.map(Number).toSorted((a, b) => a - b));
  const [record] = await app.records();
  expect(record).toMatchObject({ state: 'finished', synthetic: false });
  expect(record?.rows.map(({ model }) => model)).toEqual(['silero-vad', 'silero-vad']);
  expect(await app.pids('measuring')).toEqual([]);
  expect(await app.pids('worker')).toEqual([]);

  const file = join(dataDir, 'board.jsonl');
  await answerSaveDialog(app, file);
  await app.page.getByRole('button', { name: 'Submit…' }).click();
  const dialog = app.page.getByRole('dialog');
  await expect(dialog.getByText('none chosen yet')).toBeVisible();
  await dialog.getByRole('button', { name: 'Choose file…' }).click();
  await expect(dialog.getByText(file)).toBeVisible();
  const shown = await dialog.locator('pre').allTextContents();
  expect(shown).toHaveLength(2);
  await dialog.getByRole('button', { name: 'Write 2 lines' }).click();
  await expect(dialog.getByText(`2 lines appended to ${file}.`)).toBeVisible();

  const text = await readFile(file, 'utf8');
  expect(text).toBe(shown.map((line) => `${line}\n`).join(''));
  for (const line of shown) expect(parseLine(line)).toMatchObject({ ok: true });

  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
  await app.page.getByRole('button', { name: 'Submit…' }).click();
  await dialog.getByRole('button', { name: 'Write 2 lines' }).click();
  await expect(dialog.getByText('Already there')).toBeVisible();
  expect(await readFile(file, 'utf8')).toBe(text);
});
