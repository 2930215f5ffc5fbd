/** What is set in the app: kept over a restart, used by the meters, and forgotten with what it says and no more. */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { App, expect, test } from './support/app.ts';

/** As a Shelly of the third generation answers. */
const ANSWERS: Readonly<Record<string, string>> = {
  '/shelly': '{"id":"made-000000","mac":"000000000000","model":"S3PL-MADE","gen":3,"auth_en":false}',
  '/rpc/Shelly.GetStatus':
    '{"switch:0":{"id":0,"output":true,"apower":41.3,"voltage":230.1,"current":0.2,"aenergy":{"total":12.5}}}',
};

let plug: Server;
let address: string;
test.beforeAll(async () => {
  plug = createServer(({ url }, response) => {
    const answer = ANSWERS[url ?? ''];
    response.writeHead(answer === undefined ? 404 : 200).end(answer);
  });
  await new Promise<void>((listening) => plug.listen(0, '127.0.0.1', listening));
  address = `127.0.0.1:${(plug.address() as AddressInfo).port}`;
});
test.afterAll(() => void plug.close());

test('a plug that is set is tested, kept, and becomes a meter', async ({ app, dataDir }) => {
  const { page } = app;
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Price of electricity').fill('0.31');
  await page.getByLabel('Price of electricity').press('Enter');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.getByLabel('Address of the plug').fill(address);
  await page.getByRole('button', { name: 'Test' }).click();
  await expect(page.getByText('The plug answers: 41.3 W')).toBeVisible();
  await page.getByRole('link', { name: 'Machine' }).click();
  await expect(page.getByRole('region', { name: 'Meters' })).toContainText('Shelly plug (S3PL-MADE', {
    timeout: 60_000,
  });
  await app.electron.close();
  const kept = JSON.parse(await readFile(join(dataDir, 'settings.json'), 'utf8')) as unknown;
  expect(kept).toMatchObject({ preferences: { pricePerKwh: 0.31, plugAddress: address } });

  const again = await App.launch(dataDir);
  await again.page.getByRole('link', { name: 'Settings' }).click();
  await expect(again.page.getByLabel('Address of the plug')).toHaveValue(address);
  await again.page.getByRole('button', { name: 'Forget all settings…' }).click();
  await again.page.getByRole('dialog').getByRole('button', { name: 'Forget all settings' }).click();
  await expect(again.page.getByLabel('Address of the plug')).toHaveValue('');
  await expect(readFile(join(dataDir, 'settings.json'))).rejects.toThrow(/ENOENT/);
  await again.electron.close();
});

test('settings that cannot be understood stop no window, and can be forgotten', async ({ dataDir }) => {
  await writeFile(join(dataDir, 'settings.json'), '{');
  const { electron, page } = await App.launch(dataDir);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('alert')).toContainText('does not hold the settings');
  await page.getByRole('button', { name: 'Forget all settings…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget all settings' }).click();
  await expect(page.getByLabel('Price of electricity')).toBeVisible();
  await electron.evaluate(({ shell }) => {
    // No file manager is opened by a test.
    shell.showItemInFolder = (path) => Object.assign(globalThis, { shown: path });
  });
  await page.getByRole('button', { name: 'Reveal in folder: Data' }).click();
  await expect.poll(() => electron.evaluate(() => (globalThis as { shown?: string }).shown)).toBe(dataDir);
  await electron.close();
});
