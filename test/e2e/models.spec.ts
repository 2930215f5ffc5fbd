/** A person's own models, in the real app. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { readEntries } from '#catalogue/import/entry.ts';
import { smallNet } from '#test/support/small-net.ts';
import { type App, expect, test } from './support/app.ts';

/** A process of its own is started, on a busy machine. */
const TRIED = { timeout: 120_000 };

const importButton = (page: Page) => page.getByRole('button', { name: 'Import a model…' });
const submit = (page: Page) => page.getByRole('button', { name: 'Import', exact: true });

/** The system's dialog cannot be clicked: it answers with this file. */
async function answerDialog(app: App, file: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, file);
}

async function openModels({ page }: App): Promise<void> {
  await page.getByRole('link', { name: 'Models', exact: true }).click();
  await expect(importButton(page)).toBeEnabled(TRIED);
}

/** Chooses a file of this content. */
async function choose(app: App, name: string, content: string | Uint8Array): Promise<void> {
  const file = join(app.dataDir, name);
  await writeFile(file, content);
  await answerDialog(app, file);
  await importButton(app.page).click();
}

const kept = async (app: App) => (await readEntries(app.dataDir)).entries;

test('imports a model by a name and a size, refuses what is none, and lets the model go again', async ({
  app,
}) => {
  const { page } = app;
  await openModels(app);
  await choose(app, 'letter.onnx', 'Dear Ada,');
  await expect(page.getByRole('alert')).toContainText('not an ONNX model', TRIED);

  await choose(app, 'small-net.onnx', smallNet());
  await expect(page.getByLabel('Name')).toHaveAttribute('placeholder', 'small-net', TRIED);
  await page.getByLabel('Name').fill('Mine!');
  await page.getByText('More options').click();
  await page.getByLabel('height').fill('12');
  await page.getByLabel('width').fill('16');
  await submit(page).click();
  await expect(page.getByRole('alert')).toContainText('"Mine!" cannot be an id', TRIED);
  await page.getByLabel('Name').fill('mine');
  await submit(page).click();
  await expect(page.getByRole('alert')).toContainText('Imported as mine', TRIED);
  const [entry, ...others] = await kept(app);
  expect([entry?.id, entry?.inputs[0]?.dims, others]).toEqual(['mine', [1, 32, 12, 16], []]);
  await page.getByRole('alert').getByRole('link', { name: 'Run' }).click();
  await expect(page.getByRole('checkbox', { name: 'mine' })).toBeVisible();

  await page.getByRole('link', { name: 'Models', exact: true }).click();
  await page.locator('summary').filter({ hasText: 'mine' }).click();
  await page.getByRole('button', { name: 'Remove mine…' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('mine was removed')).toBeVisible(TRIED);
});

test('an import that is stopped keeps nothing, and a folder without inputs is refused', async ({ app }) => {
  const { page } = app;
  await openModels(app);
  await choose(app, 'small-net.onnx', smallNet());
  await page.getByText('More options').click();
  // So large that it is still run when it is stopped.
  await page.getByLabel('height').fill('800');
  await page.getByLabel('width').fill('800');
  await submit(page).click();
  await expect(page.getByText('Running it once …')).toBeVisible(TRIED);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('The import was stopped; nothing was kept.')).toBeVisible();
  expect(await kept(app)).toEqual([]);

  await expect(page.getByLabel('height')).toHaveValue('800');
  const empty = join(app.dataDir, 'pictures');
  await mkdir(empty);
  await answerDialog(app, empty);
  await page.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(page.getByText('Inputs of your own: pictures')).toBeVisible();
  await submit(page).click();
  await expect(page.getByRole('alert')).toContainText('holds no inputs', TRIED);
  expect(await kept(app)).toEqual([]);

  // A page that is loaded anew knows of no import, and finds none under way.
  await page.getByRole('button', { name: 'Make them' }).click();
  await submit(page).click();
  await expect(page.getByText('Running it once …')).toBeVisible(TRIED);
  await page.reload();
  await expect(importButton(page)).toBeEnabled(TRIED);
  await importButton(page).click();
  await expect(page.getByRole('alert')).toBeHidden();
});
