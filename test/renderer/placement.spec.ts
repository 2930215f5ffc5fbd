/** Where rows ran, what fell back, and what did not run at all. */
import { expect, test } from './support/fake-page.ts';

test('the provider of a row says where its work went, marked by shape and explained below', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('software');
  await fakePage.runWhole();
  const providers = (await fakePage.rows.locator('td.provider').allTextContents()).map((text) =>
    text.trim().replaceAll(/\s+/g, ' '),
  );
  expect(providers).toEqual([
    'cpu',
    'cpu no spinning',
    'wasm',
    '↷ cpu (via webgpu)',
    'cpu',
    'wasm',
    '◇ webgpu (software: SwiftShader)',
  ]);
  const legend = page.getByRole('list', { name: 'Marks beside the provider' });
  await expect(legend.getByRole('listitem')).toHaveText([
    '↷ most of the work ran elsewhere than asked for, and the row counts as that',
    '◇ a software adapter: the processor did the work, and no GPU',
  ]);
});

test('without such rows there is no legend', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.runWhole();
  await expect(page.getByRole('list', { name: 'Marks beside the provider' })).toBeHidden();
});

test('a row shows its placement by time and nodes, and each operator that fell back', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('software');
  await fakePage.runWhole();
  await fakePage.rows.filter({ hasText: 'via webgpu' }).getByRole('button').click();
  const placement = page.getByRole('table', { name: 'Where it ran' });
  await expect(placement.getByRole('row', { name: /^cpu/ })).toContainText('71.0 %');
  await expect(placement.getByRole('row', { name: /^webgpu, asked for/ })).toContainText('67.0 %');
  const bars = await placement
    .locator('.bar')
    .evaluateAll((all) => all.map((bar) => bar.clientWidth / (bar.parentElement?.clientWidth ?? 1)));
  expect(bars[0]).toBeCloseTo(0.71, 1);
  expect(bars[1]).toBeCloseTo(0.29, 1);
  const fallen = page.getByRole('table', { name: 'Operators that fell back' });
  await expect(fallen.getByRole('row', { name: 'LSTM cpu 2 66.0 %' })).toBeVisible();
  await expect(fallen.getByRole('row', { name: 'com.microsoft.QuickGelu cpu 4 5.0 %' })).toBeVisible();
  await expect(fallen.getByRole('row', { name: 'If cpu 1 < 0.1 %' })).toBeVisible();
});

test('a row names its adapter and how it was found out, and agrees with fp32 on the CPU or not', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('laptop');
  await fakePage.runWhole();
  const ranking = page.getByRole('region', { name: 'Ranking' });
  const onGpu = fakePage.rows.filter({ hasText: 'webgpu' });
  await onGpu.first().getByRole('button').click();
  for (const text of [
    'Intel UHD Graphics 620, a GPU in the processor’s package',
    'the only GPU that the system lists',
    'copied to and from the device each time; the figures include it',
    'Compared with fp32 on the CPU',
    '96.4 dB, at least 40 dB asked for',
  ]) {
    await expect(ranking.getByText(text)).toBeVisible();
  }
  await onGpu.last().getByRole('button').click();
  await expect(page.getByText('stay on the device; the figures include no copies')).toBeVisible();
});

test('ranks count within a tier and what the energy covers, and the table says so', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('windows');
  await fakePage.runWhole();
  await expect(page.getByText('A rank counts within its tier and what the energy covers.')).toBeVisible();
  const groups = page.locator('tbody th[scope=colgroup]');
  await expect(groups).toHaveText([
    'Tier counter, energy of package',
    'Tier sensor, energy of gpu',
    'No meter covers it: not ranked by energy',
  ]);
  const ranks = (await fakePage.rows.locator('td.rank').allTextContents()).map((text) => text.trim());
  expect(ranks).toEqual(['1', '2', '3', '1', '2', '–not ranked']);
});

test('one group of ranks needs no heading', async ({ fakePage, page }) => {
  await fakePage.open('laptop');
  await fakePage.runWhole();
  await expect(page.getByText('A rank counts within its tier')).toBeHidden();
  await expect(page.locator('tbody th[scope=colgroup]')).toHaveCount(0);
});

test('what one lost device cost is said once, with the target and what to do', async ({ fakePage, page }) => {
  await fakePage.open('windows');
  await fakePage.runWhole();
  await expect(page.getByText('2 configurations failed')).toBeVisible();
  await expect(page.getByText('PP-OCRv4 orientation, PP-OCRv4 detection, fp32 on dml:1')).toBeVisible();
  await expect(page.getByText('DXGI_ERROR_DEVICE_HUNG')).toHaveCount(1);
  await expect(page.getByText('update the driver')).toBeVisible();
});

test('pairs that cannot work are listed by their reason, from the start of the run', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('software');
  await fakePage.run();
  await fakePage.play('started');
  const leftOut = page.getByRole('note').filter({ hasText: 'Left out, because it cannot work' });
  await expect(leftOut.getByRole('listitem')).toHaveCount(3);
  await expect(leftOut.getByText('the shaders of SwiftShader have no fp16')).toHaveCount(1);
  await expect(leftOut).toContainText(
    'PP-OCRv4 detection, PP-OCRv4 recognition, PP-OCRv4 orientation, Silero VAD v6, fp16 on webgpu',
  );
});

test('names the target that is measured', async ({ fakePage, page }) => {
  await fakePage.open('laptop');
  await fakePage.run();
  await fakePage.play('progress', 4);
  await expect(page.getByText('Measuring: PP-OCRv4 orientation, fp32 on webgpu')).toBeVisible();
});

test('opening a row moves no column', async ({ fakePage, page }) => {
  await fakePage.open('software');
  await fakePage.runWhole();
  const widths = () =>
    page.locator('.scroll > table > thead th').evaluateAll((all) => all.map((head) => head.clientWidth));
  const before = await widths();
  await fakePage.rows.filter({ hasText: 'via webgpu' }).getByRole('button').click();
  await expect(page.getByText('Operators that fell back')).toBeVisible();
  expect(await widths()).toEqual(before);
});
