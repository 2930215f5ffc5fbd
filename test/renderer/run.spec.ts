/** Choosing what to run, and following it. */
import { expect, test } from './support/fake-page.ts';

test('before a run there is no ranking, and the page says how to get one', async ({ fakePage, page }) => {
  await fakePage.open();
  await expect(page.getByText('No results yet.')).toBeVisible();
  await expect(page.getByRole('table')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Submit…' })).toBeHidden();
});

test('the default suite at its usual precisions is chosen at first, and the run is quick', async ({
  fakePage,
  page,
}) => {
  await fakePage.open();
  await fakePage.run();
  const [request] = await page.evaluate(() => window.fake.run.requests);
  expect(request).toMatchObject({ models: null, precisions: null, length: 'quick' });
});

test('runs what is chosen and nothing else', async ({ fakePage, page }) => {
  await fakePage.open();
  await page.getByRole('radio', { name: 'Standard' }).check();
  await fakePage.more();
  for (const name of [
    'PP-OCRv4 detection',
    'PP-OCRv4 recognition',
    'PP-OCRv4 orientation',
    'fp32',
    'fp16',
    'int8-static',
  ]) {
    await page.getByRole('checkbox', { name }).uncheck();
  }
  await fakePage.run();
  const [request] = await page.evaluate(() => window.fake.run.requests);
  expect(request).toMatchObject({ models: ['silero-vad'], precisions: ['int8-dynamic'], length: 'standard' });
});

test('architectures and imported models are offered below, labelled, and run when chosen', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('precisions');
  const architectures = page.getByRole('group', { name: 'Architectures' });
  await expect(architectures.getByText('synthetic weights')).toBeVisible();
  await expect(architectures.getByRole('checkbox', { name: 'ResNet-50 v1.5' })).not.toBeChecked();
  const imported = page.getByRole('group', { name: 'Imported' }).getByRole('checkbox');
  await expect(imported).not.toBeChecked();
  await expect(page.getByText('16 configurations.')).toBeVisible();
  await imported.check();
  await expect(page.getByText('20 configurations.')).toBeVisible();
  await fakePage.run();
  const [request] = await page.evaluate(() => window.fake.run.requests);
  expect(request).toMatchObject({
    models: ['ppocr-det', 'ppocr-rec', 'ppocr-cls', 'silero-vad', 'my-detector'],
    precisions: null,
  });
});

test('a precision that is not usual runs when it is chosen, and only where a model has it', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('precisions');
  await fakePage.more();
  await expect(page.getByRole('checkbox', { name: 'pruned-50' })).not.toBeChecked();
  // No model of the default suite has it.
  await expect(page.getByRole('checkbox', { name: 'int4' })).toBeHidden();
  await page.getByRole('checkbox', { name: 'Llama 135M, decode' }).check();
  await expect(page.getByRole('checkbox', { name: 'int4' })).toBeChecked();
  await page.getByRole('checkbox', { name: 'pruned-50' }).check();
  await expect(page.getByText('24 configurations.')).toBeVisible();
  await fakePage.run();
  const [request] = await page.evaluate(() => window.fake.run.requests);
  expect(request?.precisions).toEqual(['fp32', 'fp16', 'int8-dynamic', 'int8-static', 'int4', 'pruned-50']);
});

test('what is chosen and left again is the usual choice', async ({ fakePage, page }) => {
  await fakePage.open('precisions');
  await fakePage.more();
  const pruned = page.getByRole('checkbox', { name: 'pruned-25' });
  await pruned.check();
  await pruned.uncheck();
  await fakePage.run();
  const [request] = await page.evaluate(() => window.fake.run.requests);
  expect(request).toMatchObject({ models: null, precisions: null });
});

test('models that have none of the chosen precisions are no run', async ({ fakePage, page }) => {
  await fakePage.open('precisions');
  await fakePage.more();
  await page.getByRole('checkbox', { name: 'Llama 135M, decode' }).check();
  for (const name of ['fp32', 'fp16', 'int8-dynamic', 'int8-static']) {
    await page.getByRole('checkbox', { name }).uncheck();
  }
  await page.getByRole('checkbox', { name: 'pruned-25' }).check();
  await page.getByRole('checkbox', { name: 'int4' }).uncheck();
  const group = page.getByRole('group', { name: 'Models' });
  for (const name of ['PP-OCRv4 detection', 'PP-OCRv4 recognition', 'PP-OCRv4 orientation', 'Silero']) {
    await group.getByRole('checkbox', { name }).uncheck();
  }
  await page.getByRole('button', { name: 'Run benchmark' }).click();
  await expect(page.getByRole('alert')).toHaveText(/Choose at least one precision\./);
});

test('with nothing chosen it says so instead of running', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.more();
  for (const name of ['fp32', 'fp16', 'int8-dynamic', 'int8-static'])
    await page.getByRole('checkbox', { name }).uncheck();
  await page.getByRole('button', { name: 'Run benchmark' }).click();
  await expect(page.getByRole('alert')).toHaveText(/Choose at least one precision\./);
  await page.getByRole('checkbox', { name: 'fp32' }).check();
  await expect(page.getByRole('alert')).toBeHidden();
  await fakePage.run();
  expect(await page.evaluate(() => window.fake.run.requests.length)).toBe(1);
});

test('shows what is measured, the round and the time left', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.run();
  await expect(page.getByText('Starting the measuring process')).toBeVisible();
  await expect(page.getByText('Before the first round · time left not known yet')).toBeVisible();
  await fakePage.play('round-finished');
  await fakePage.play('progress', 2);
  await expect(page.getByText('Measuring: PP-OCRv4 orientation, int8-dynamic on cpu')).toBeVisible();
  await expect(page.getByText(/^Round 2, window 3 of 8 · about \d+ s left$/)).toBeVisible();
  const value = await page.getByRole('progressbar').evaluate((bar: HTMLProgressElement) => bar.value);
  expect(value).toBeGreaterThan(0.3);
  expect(value).toBeLessThan(0.9);
});

test('reads out each round once, not each update', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.play('progress', 3);
  const spoken = page.getByRole('status');
  await expect(spoken).toHaveText(/^Round 1, /);
  const first = await spoken.textContent();
  await fakePage.play('progress', 2);
  await expect(page.getByText('Measuring: ')).toBeVisible();
  expect(await spoken.textContent()).toBe(first);
  await fakePage.play('progress');
  await expect(spoken).toHaveText(/^Round 2, /);
});

test('nothing on the page moves by itself while it measures', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.play('round-finished');
  await expect(page.getByRole('table')).toBeVisible();
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

test('the ranking forms after each round and is final at the end', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.play('progress', 2);
  await expect(page.getByText('The ranking appears when the first round is over.')).toBeVisible();
  await fakePage.play('round-finished');
  await expect(fakePage.rows).toHaveCount(8);
  await expect(page.getByText('So far;')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Submit…' })).toBeHidden();
  await fakePage.play('finished');
  await expect(page.getByText('So far;')).toBeHidden();
  await expect(page.getByText('4 °C warmer')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeEnabled();
});

test('Cancel keeps the finished rounds', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.play('round-finished', 2);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('The run was stopped')).toBeVisible();
  await expect(fakePage.rows).toHaveCount(8);
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeEnabled();
});

test('a run that was cancelled before its first round leaves nothing to rank', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.play('started');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('There is nothing to rank')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Submit…' })).toBeHidden();
});

test('when the measuring process dies, what was finished stays and a new run can start', async ({
  fakePage,
  page,
}) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.play('round-finished');
  await page.evaluate(() => window.fake.run.die());
  await expect(page.getByRole('alert')).toContainText('killed by SIGKILL');
  await expect(page.getByRole('alert')).toContainText('The finished rounds are kept in');
  await expect(fakePage.rows).toHaveCount(8);
  await fakePage.run();
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(page.getByRole('table')).toBeHidden();
});

test('a start that is refused says why, and the button still works', async ({ fakePage, page }) => {
  await fakePage.open('start-refused');
  await page.getByRole('button', { name: 'Run benchmark' }).click();
  await expect(page.getByRole('alert')).toContainText('A benchmark is running already.');
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeEnabled();
});

test('a page that is loaded anew takes the run up, also when the run tells of itself first', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('loaded-anew');
  await expect(page.getByRole('heading', { name: 'Benchmark running' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await expect(fakePage.rows).toHaveCount(8);
  await fakePage.play('finished');
  await expect(page.getByRole('button', { name: 'Submit…' })).toBeVisible();
});
