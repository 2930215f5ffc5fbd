/** Record files from elsewhere: given at the start, by a second start, dropped, and from the menu. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordText } from '#core/record/text.ts';
import { sampleRecord } from '#test/support/sample-record.ts';
import { App, ELECTRON_ARGS, electronRuntime, expect, test } from './support/app.ts';
import { drop } from './support/drop.ts';

/** Of another run each. */
async function fileIn(folder: string, name: string, id: string): Promise<string> {
  const file = join(folder, name);
  await mkdir(folder, { recursive: true });
  await writeFile(file, recordText(sampleRecord({ id })));
  return file;
}

test('a file that the app is started with is shown, and can be added to the history', async ({ dataDir }) => {
  const file = await fileIn(join(dataDir, 'stick'), 'grace.joulemark.json', 'a'.repeat(16));
  const app = await App.launch(dataDir, {}, [file]);
  try {
    const { page } = app;
    await expect(page.getByText('From the file grace.joulemark.json')).toBeVisible();
    await expect(app.rows.first()).toBeVisible();
    // The path stays in main.
    await expect(page.locator('body')).not.toContainText(file);
    await page.getByRole('button', { name: 'Add to history' }).click();
    await expect(page.getByRole('button', { name: 'Submit…' })).toBeVisible();
    expect(await readdir(join(dataDir, 'history'))).toEqual([
      expect.stringContaining(`${'a'.repeat(16)}.joulemark.json`),
    ]);
  } finally {
    await app.electron.close();
  }
});

test('a second start hands its file to the first, also by a relative path', async ({ app, dataDir }) => {
  await expect(app.runButton).toBeVisible();
  await fileIn(dataDir, 'second.joulemark.json', 'b'.repeat(16));
  const { executable } = await electronRuntime();
  const args = [...ELECTRON_ARGS, 'second.joulemark.json'];
  const second = spawn(executable, args, { cwd: dataDir, env: app.env, stdio: 'ignore' });
  await once(second, 'exit');
  await expect(app.page.getByText('From the file second.joulemark.json')).toBeVisible();
  expect(app.electron.windows()).toHaveLength(1);
});

test('a file that is dropped is in the menu of recent files, and opens from there', async ({
  app,
  dataDir,
}) => {
  const { page } = app;
  await expect(app.runButton).toBeVisible();
  await drop(page, await fileIn(dataDir, 'dropped.joulemark.json', 'c'.repeat(16)));
  await expect(page.getByText('From the file dropped.joulemark.json')).toBeVisible();
  await page.getByRole('link', { name: 'Method' }).click();
  await app.electron.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
    const [recent] = items.find(({ label }) => label === 'Open recent')?.submenu?.items ?? [];
    if (recent?.label !== 'dropped.joulemark.json') throw new Error(`the menu has ${recent?.label}`);
    recent.click();
  });
  await expect(page.getByText('From the file dropped.joulemark.json')).toBeVisible();
});

test('what is no record leaves the page as it was, and says why', async ({ app, dataDir }) => {
  await expect(app.runButton).toBeVisible();
  const torn = join(dataDir, 'torn.joulemark.json');
  await writeFile(torn, recordText(sampleRecord()).slice(0, 500));
  await drop(app.page, torn);
  await expect(app.page.getByRole('alert')).toContainText('torn.joulemark.json is not whole JSON');
  await expect(app.runButton).toBeEnabled();
});
