/** Runs that do not come to their end: what was finished stays, and the window stays usable. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App, ELECTRON_ARGS, electronRuntime, expect, isAlive, RUN_LIMIT_MS, test } from './support/app.ts';

/** A run whose first round is finished, of the three at least that it has. */
async function runPastFirstRound(app: App, precisions = ['fp32']): Promise<void> {
  await app.choose(precisions);
  await app.start();
  await expect(app.rows).toHaveCount(precisions.length, { timeout: RUN_LIMIT_MS });
  await expect(app.page.getByRole('button', { name: 'Cancel' })).toBeVisible();
}

/** The box that asks is the system's: it is answered at once, and what it asked is kept. */
function answerLeaving(app: App, button: 'Go back' | 'Close and lose it'): Promise<void> {
  return app.electron.evaluate(({ dialog }, wanted) => {
    const asked: string[] = [];
    (globalThis as { asked?: string[] }).asked = asked;
    const answer = (_window: unknown, { buttons = [], message }: Electron.MessageBoxOptions) => {
      asked.push(message);
      return Promise.resolve({ response: buttons.indexOf(wanted), checkboxChecked: false });
    };
    dialog.showMessageBox = answer as unknown as typeof dialog.showMessageBox;
  }, button);
}
const questions = (app: App) =>
  app.electron.evaluate(() => (globalThis as { asked?: string[] }).asked ?? null);

test('Cancel keeps the finished rounds', async ({ app }) => {
  await runPastFirstRound(app);
  await app.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(app.page.getByText('The run was stopped')).toBeVisible();
  await expect(app.rows).toHaveCount(1);
  await expect(app.runButton).toBeEnabled();
  const [record] = await app.records();
  expect(record?.state).toBe('interrupted');
  expect(record?.rows[0]?.windows.filter(({ kind }) => kind === 'measure').length).toBeGreaterThan(0);
  expect(await app.pids('worker')).toEqual([]);
});

test('a run that cannot be saved says so, and is saved when it can be', async ({ app }) => {
  // A file where the folder of the history is to be: no disk is needed that is full.
  const history = join(app.dataDir, 'history');
  await writeFile(history, '');
  await runPastFirstRound(app);
  const alert = app.page.getByRole('alert');
  await expect(alert).toContainText('The rounds so far are not saved');
  await app.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(alert).toContainText('This run is not saved');
  await expect(app.runButton).toBeDisabled();

  await answerLeaving(app, 'Go back');
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => questions(app)).toEqual(['This run is not saved.']);

  await rm(history);
  await app.page.getByRole('button', { name: 'Save again' }).click();
  await expect(alert).toBeHidden();
  await expect(app.runButton).toBeEnabled();
  expect(await app.records()).toMatchObject([{ state: 'interrupted', rows: [{ model: 'silero-vad' }] }]);
});

test('who leaves a run that cannot be saved is asked first, and may lose it', async ({ dataDir }) => {
  await writeFile(join(dataDir, 'history'), '');
  const app = await App.launch(dataDir);
  await runPastFirstRound(app);
  await expect(app.page.getByRole('alert')).toContainText('The rounds so far are not saved');
  await answerLeaving(app, 'Go back');
  await app.electron.evaluate(({ app: program }) => program.quit());
  await expect.poll(() => questions(app)).toEqual(['The rounds so far are not saved.']);
  // Nothing of it was stopped.
  await expect(app.page.getByRole('button', { name: 'Cancel' })).toBeVisible();

  await answerLeaving(app, 'Close and lose it');
  const ended = once(app.electron.process(), 'exit');
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await ended;
});

test('the measuring process dies: the window says so, and what was finished is in the history', async ({
  app,
}) => {
  await runPastFirstRound(app);
  const [measuring] = await app.pids('measuring');
  const workers = await app.pids('worker');
  expect(workers.length).toBeGreaterThan(0);
  process.kill(measuring!, 'SIGKILL');
  await expect(app.page.getByRole('alert')).toContainText('killed by SIGKILL');
  await expect(app.page.getByRole('alert')).toContainText(app.dataDir);
  await expect(app.rows).toHaveCount(1);
  await expect(app.runButton).toBeEnabled();
  const [record] = await app.records();
  expect(record?.rows[0]?.windows.length).toBeGreaterThan(0);
  await expect.poll(() => workers.filter(isAlive)).toEqual([]);
});

test('a worker dies: its configuration fails with the reason, the other goes on', async ({ app }) => {
  await runPastFirstRound(app, ['fp32', 'int8-dynamic']);
  const [worker] = await app.pids('worker');
  process.kill(worker!, 'SIGKILL');
  await expect(app.page.getByText('One configuration failed')).toBeVisible({ timeout: RUN_LIMIT_MS });
  await expect(app.page.getByText('killed by SIGKILL')).toBeVisible();
  await app.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(app.page.getByRole('button', { name: 'Submit…' })).toBeVisible();
  await expect(app.rows).toHaveCount(1);
});

test('a page that is loaded anew finds its run again', async ({ app }) => {
  await runPastFirstRound(app);
  await app.page.reload();
  await expect(app.page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await expect(app.rows).toHaveCount(1);
  await app.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(app.page.getByText('The run was stopped')).toBeVisible();
});

test('closing the window in a run leaves a whole record and no process', async ({ dataDir }) => {
  const app = await App.launch(dataDir);
  await runPastFirstRound(app);
  const pids = [...(await app.pids('measuring')), ...(await app.pids('worker'))];
  expect(pids.length).toBeGreaterThan(1);
  await app.electron.close();
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
  const [record] = await app.records();
  expect(record?.state).toBe('interrupted');
});

test('closing the window as soon as it is there ends the program', async ({ dataDir }) => {
  const app = await App.launch(dataDir);
  const ended = once(app.electron.process(), 'exit');
  await app.electron.close();
  await ended;
});

test('killing the app leaves no process behind', async ({ dataDir }) => {
  const app = await App.launch(dataDir);
  await runPastFirstRound(app);
  const pids = [...(await app.pids('measuring')), ...(await app.pids('worker'))];
  app.electron.process().kill('SIGKILL');
  await expect.poll(() => pids.filter(isAlive), { timeout: 20_000 }).toEqual([]);
  const [record] = await app.records();
  expect(record?.state).toBe('running');
});

test('a second start brings the first window forward and ends', async ({ app }) => {
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const { executable } = await electronRuntime();
  const second = spawn(executable, ELECTRON_ARGS, { env: app.env, stdio: 'ignore' });
  const [code] = (await once(second, 'exit')) as [number];
  expect(code).toBe(0);
  await expect
    .poll(() => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized()))
    .toBe(false);
  expect(app.electron.windows()).toHaveLength(1);
});
