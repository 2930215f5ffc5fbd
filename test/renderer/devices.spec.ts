/** What there is to run on: how it is listed, chosen and asked for. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fake-page.ts';

/** The line of a target in the list of devices. */
function line(page: Page, target: string) {
  const machine = page.getByRole('region', { name: 'Devices' });
  return machine
    .getByRole('listitem')
    .filter({ has: page.locator('code').getByText(target, { exact: true }) });
}

const devices = (page: Page) => page.getByRole('group', { name: 'Devices' });
/** The box of a target; its words go on after the target's name. */
const box = (page: Page, target: string) =>
  devices(page).getByRole('checkbox', { name: new RegExp(`^${target} `) });

const request = (page: Page) => page.evaluate(() => window.fake.requests.at(-1));

test('lists each device with its state in words, and counts them', async ({ fakePage, page }) => {
  await fakePage.open('windows', '/machine');
  await expect(page.getByRole('heading', { name: 'Devices' })).toContainText(
    '6 ready, 1 software, 2 unverified, 1 fell back, 1 not available',
  );
  for (const [target, ...texts] of [
    ['cpu', '✓ ready', 'Intel Core Ultra 7 155H'],
    ['dml:1', '✓ ready', 'Intel Arc Graphics', 'GPU'],
    ['webnn:npu', '? works, but nothing tells on what', 'claims to be an NPU'],
    ['webnn:cpu', '↷ fell back to the processor'],
    ['cuda', '✕ not available', 'NVIDIA CUDA'],
  ] as const) {
    for (const text of texts) await expect(line(page, target)).toContainText(text);
  }
  await expect(page.getByRole('group', { name: 'In a browser page' }).first()).toContainText('wasm');
});

test('a software adapter never looks like a GPU', async ({ fakePage, page }) => {
  await fakePage.open('windows', '/machine');
  const basic = line(page, 'dml:2');
  await expect(basic).toContainText('◇ software, done by the processor');
  await expect(basic).toContainText('not a GPU');
  await expect(basic).not.toContainText('ready');
  await fakePage.goTo('/run');
  await expect(box(page, 'dml:2')).not.toBeChecked();
  await expect(devices(page)).toContainText('dml:2 ◇ software, done by the processor');
});

test('a device says why it is not available, what mends it, and what is known of it', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('counter', '/machine');
  await line(page, 'webgpu').locator('summary').click();
  await expect(line(page, 'webgpu')).toContainText('libvulkan.so.1 is not installed');
  await expect(page.getByLabel('What mends webgpu')).toContainText('sudo apt-get install libvulkan1');

  await fakePage.open('laptop', '/machine');
  await line(page, 'webgpu').locator('summary').click();
  for (const text of ['Mesa 24.2.8', '2 GiB', 'webgpu 100 %', 'the only GPU that the system lists']) {
    await expect(line(page, 'webgpu')).toContainText(text);
  }
});

test('while devices are looked for the page says so and why it takes long', async ({ fakePage, page }) => {
  await fakePage.open('slow');
  const status = page.getByRole('status');
  await expect(status).toContainText('Looking for power meters and devices…');
  await expect(status).toContainText('takes some seconds');
  await page.evaluate(() => window.fake.examined());
  await expect(status).toBeHidden();
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeEnabled();
});

test('looking again keeps what is shown and what was chosen', async ({ fakePage, page }) => {
  await fakePage.open('laptop');
  await box(page, 'wasm').check();
  await fakePage.goTo('/machine');
  await page.evaluate(() => {
    window.fake.suiteWaits = true;
  });
  const again = page.getByRole('button', { name: 'Check again' });
  await again.click();
  await expect(again).toBeDisabled();
  await expect(page.getByRole('status').filter({ hasText: 'Looking again…' })).toBeVisible();
  await expect(line(page, 'webgpu')).toBeVisible();
  await page.evaluate(() => window.fake.examined());
  await expect(again).toBeEnabled();
  await fakePage.goTo('/run');
  await expect(box(page, 'wasm')).toBeChecked();
});

test('the processor and the hardware that is ready are chosen at first, and need no name', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('windows');
  const checked = devices(page).getByRole('checkbox', { checked: true });
  await expect(checked).toHaveCount(4);
  for (const target of ['cpu', 'webgpu', 'dml:0', 'dml:1']) await expect(box(page, target)).toBeChecked();
  await expect(page.getByText('64 configurations.')).toBeVisible();
  await fakePage.run();
  expect(await request(page)).toMatchObject({ providers: null, noFallback: false });
});

test('without a GPU only the processor is chosen', async ({ fakePage, page }) => {
  await fakePage.open('software');
  await expect(devices(page).getByRole('checkbox', { checked: true })).toHaveCount(1);
  await expect(box(page, 'cpu')).toBeChecked();
  await expect(page.getByText('16 configurations.')).toBeVisible();
});

test('asks by name for what is chosen, and what is chosen and left again needs none', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('windows');
  await box(page, 'webgpu').uncheck();
  await box(page, 'dml:1').uncheck();
  const web = devices(page).getByRole('group', { name: 'In a browser page' });
  await web.getByRole('checkbox', { name: 'webnn:npu' }).check();
  await box(page, 'wasm').check();
  await expect(page.getByText('64 configurations.')).toBeVisible();
  await box(page, 'dml:0').uncheck();
  await expect(page.getByText('48 configurations.')).toBeVisible();
  await fakePage.run();
  expect(await request(page)).toMatchObject({ providers: ['cpu', 'wasm', 'webnn:npu'] });

  await fakePage.open('laptop');
  await box(page, 'wasm').check();
  await box(page, 'wasm').uncheck();
  await fakePage.run();
  expect(await request(page)).toMatchObject({ providers: null });
});

test('without a device there is no run, and it says so', async ({ fakePage, page }) => {
  await fakePage.open();
  await box(page, 'cpu').uncheck();
  await expect(page.getByText('0 configurations.')).toBeVisible();
  await page.getByRole('button', { name: 'Run benchmark' }).click();
  await expect(page.getByRole('alert')).toHaveText(/Choose at least one device\./);
  await box(page, 'wasm').check();
  await expect(page.getByRole('alert')).toBeHidden();
  await fakePage.run();
  expect(await request(page)).toMatchObject({ providers: ['wasm'] });
});

test('what is not available is named with its reason and cannot be chosen', async ({ fakePage, page }) => {
  await fakePage.open();
  await devices(page).getByText('4 not available here').click();
  await expect(devices(page).getByRole('listitem').filter({ hasText: 'cuda' })).toContainText(
    'No NVIDIA GPU is listed by the system',
  );
  await expect(devices(page).getByRole('checkbox', { name: 'cuda' })).toHaveCount(0);
});

test('fallback can be refused', async ({ fakePage, page }) => {
  await fakePage.open('laptop');
  await fakePage.more();
  await page.getByRole('checkbox', { name: 'Refuse any fallback to the processor' }).check();
  await fakePage.run();
  expect(await request(page)).toMatchObject({ providers: null, noFallback: true });
});

test('devices are looked at and chosen by keyboard', async ({ fakePage, page }) => {
  await fakePage.open('software', '/machine');
  await line(page, 'cpu').locator('summary').focus();
  await page.keyboard.press('Tab');
  await expect(line(page, 'webgpu').locator('summary')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(line(page, 'webgpu')).toContainText('SwiftShader is a software adapter');
  await fakePage.goTo('/run');
  await box(page, 'webgpu').focus();
  await page.keyboard.press('Space');
  await expect(box(page, 'webgpu')).toBeChecked();
  await page.keyboard.press('Tab');
  await expect(box(page, 'wasm')).toBeFocused();
});

test('what was found at the last start can be run at once, while the machine is looked at anew', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('remembered');
  await expect(page.getByText('As found at the last start; looking again…')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeEnabled();
  await page.evaluate(() => window.fake.examined());
  await expect(page.getByText('As found at the last start')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeEnabled();
});
