/** A person's own models, in the real app. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { smallNet } from '#test/support/small-net.ts';
import { type App, expect, test } from './support/app.ts';

/** The system's dialog cannot be clicked: it answers with this file. */
async function answerDialog(app: App, file: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, file);
}

test('imports a model, refuses what is none, and lets the model go again', async ({ app }) => {
  const { page } = app;
  await page.getByRole('link', { name: 'Models', exact: true }).click();
  const button = page.getByRole('button', { name: 'Import a model…' });
  await expect(button).toBeEnabled({ timeout: 60_000 });

  const letter = join(app.dataDir, 'letter.onnx');
  await writeFile(letter, 'Dear Ada,');
  await answerDialog(app, letter);
  await button.click();
  await expect(page.getByRole('alert')).toContainText('not an ONNX model', { timeout: 60_000 });

  const net = join(app.dataDir, 'small-net.onnx');
  await writeFile(net, smallNet());
  await answerDialog(app, net);
  await button.click();
  await expect(page.getByRole('alert')).toContainText('Imported as small-net', { timeout: 120_000 });
  await page.getByRole('alert').getByRole('link', { name: 'Run' }).click();
  await expect(page.getByRole('checkbox', { name: 'small-net' })).toBeVisible();

  await page.getByRole('link', { name: 'Models', exact: true }).click();
  await page.locator('summary').filter({ hasText: 'small-net' }).click();
  await page.getByRole('button', { name: 'Remove small-net…' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('small-net was removed')).toBeVisible({ timeout: 60_000 });
});
