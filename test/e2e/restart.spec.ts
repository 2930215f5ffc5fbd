/** The app is killed in the middle of a run: what was finished is there after the next start. */
import { once } from 'node:events';
import { App, expect, RUN_LIMIT_MS, test } from './support/app.ts';

test('the finished rounds of a run that was killed are in the history after a restart', async ({
  dataDir,
}) => {
  const first = await App.launch(dataDir);
  await first.choose(['fp32']);
  await first.start();
  await expect(first.rows).toHaveCount(1, { timeout: RUN_LIMIT_MS });
  await expect(first.page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  const main = first.electron.process();
  const ended = once(main, 'exit');
  main.kill('SIGKILL');
  await ended;

  const second = await App.launch(dataDir);
  try {
    await expect(second.runButton).toBeVisible();
    await second.page.getByRole('link', { name: 'History' }).click();
    // Another program may be writing to the same history, so no more than this is known.
    await expect(second.page.getByText('under way, or its program died')).toHaveCount(1);
    const [record] = await second.records();
    expect(record?.state).toBe('running');
    expect(record?.rows[0]?.windows.filter(({ kind }) => kind === 'measure').length).toBeGreaterThan(0);
  } finally {
    await second.electron.close();
  }
});

test('a run that is paused goes on where it stopped, also from a page that was loaded anew', async ({
  app,
}) => {
  await app.choose(['fp32']);
  await app.start();
  await app.page.getByRole('button', { name: 'Pause' }).click();
  await expect(app.page.getByRole('heading', { name: 'Benchmark paused' })).toBeVisible({
    timeout: RUN_LIMIT_MS,
  });
  await app.page.reload();
  await expect(app.page.getByRole('heading', { name: 'Benchmark paused' })).toBeVisible();
  await app.page.getByRole('button', { name: 'Resume' }).click();
  await expect(app.page.getByRole('heading', { name: 'Benchmark running' })).toBeVisible();
  await expect(app.page.getByRole('button', { name: 'Submit…' })).toBeVisible({ timeout: RUN_LIMIT_MS });
  const [record] = await app.records();
  expect(record?.state).toBe('finished');
  expect(record?.events.map(({ kind }) => kind)).toContain('paused');
});
