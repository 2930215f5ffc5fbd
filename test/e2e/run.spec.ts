/** From the click on "Run benchmark" to a line in the leaderboard file. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseLine } from '#core/leaderboard/line.ts';
import { madeSysfs, removeTree } from '#test/support/sysfs/made-rapl.ts';
import { raiseCounter } from '#test/support/sysfs/rising-counter.ts';
import { App, expect, RUN_LIMIT_MS, test } from './support/app.ts';

/** Answers the system's dialog in the place of a person. */
async function answerSaveDialog(app: App, filePath: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
  }, filePath);
}

test('runs, ranks, shows the exact lines and appends them once', async ({ app, dataDir }) => {
  await app.choose(['fp32', 'int8-dynamic']);
  await app.start();
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
  for (const line of shown) {
    expect(parseLine(line)).toMatchObject({ ok: true, submission: { signature: { algorithm: 'ed25519' } } });
  }

  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
  await app.page.getByRole('button', { name: 'Submit…' }).click();
  await dialog.getByRole('button', { name: 'Write 2 lines' }).click();
  await expect(dialog.getByText('Already there')).toBeVisible();
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('a run from a replaced sensor tree is called synthetic and cannot be submitted', async ({ dataDir }) => {
  const zone = { zone: 'intel-rapl:0', name: 'package-0', energyUj: '1000000' };
  const sysfs = await madeSysfs([zone]);
  const file = join(sysfs, 'class/powercap/intel-rapl:0/energy_uj');
  const rising = { file, powerW: 20, startUj: 1e6, rangeUj: 262_143_328_850, periodMs: 1 };
  const stopRising = await raiseCounter(rising);
  const app = await App.launch(dataDir, { JOULEMARK_SYSFS: sysfs });
  try {
    await app.choose(['fp32']);
    await expect(app.page.getByText('Synthetic energy')).toBeVisible();
    await app.start();
    await expect(app.page.getByText('Synthetic:')).toBeVisible({ timeout: RUN_LIMIT_MS });
    await expect(app.rows).toHaveCount(1, { timeout: RUN_LIMIT_MS });
    await app.page.getByRole('button', { name: 'Cancel' }).click();
    const submitButton = app.page.getByRole('button', { name: 'Submit…' });
    await expect(submitButton).toBeVisible();
    await expect(app.rows.getByRole('cell', { name: 'counter' })).toBeVisible();
    await submitButton.click();
    await expect(app.page.getByText('No row of this run can be submitted.')).toBeVisible();
    await expect(app.page.getByText('the run is synthetic')).toBeVisible();
    await expect(app.page.getByRole('button', { name: /^Write/ })).toBeHidden();
  } finally {
    await app.electron.close();
    await stopRising();
    await removeTree(sysfs);
  }
});
