/** Web providers in the app itself: its main process opens the pages, beside the window that people see. */
import { DEFAULT_REQUEST } from '#core/run-request.ts';
import { expect, RUN_LIMIT_MS, test, type App } from './support/app.ts';

const REQUEST = {
  ...DEFAULT_REQUEST,
  ...{ models: ['silero-vad'], precisions: ['fp32'], providers: ['wasm', 'cpu'] },
  ...{ length: 'quick', rounds: 2, windowSeconds: 0.5, threads: 1 },
};

/** As the window starts a run, whatever it lets people choose. */
async function startRun(app: App, request: typeof REQUEST): Promise<void> {
  await expect(app.runButton).toBeVisible();
  const reply = await app.page.evaluate((given) => {
    const { joulemark } = window as unknown as {
      joulemark: { startRun(request: unknown): Promise<unknown> };
    };
    return joulemark.startRun(given);
  }, request);
  expect(reply).toMatchObject({ ok: true });
}

const windowsOf = (app: App) =>
  app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.isVisible()),
  );

test('a run on wasm and cpu ends in a row each, and leaves one window', async ({ app }) => {
  await startRun(app, REQUEST);
  await expect(app.rows).toHaveCount(2, { timeout: RUN_LIMIT_MS });
  const states = async () => (await app.records()).map(({ state }) => state);
  await expect.poll(states, { timeout: RUN_LIMIT_MS }).toEqual(['finished']);
  const [record] = await app.records();
  expect(record?.rows.map(({ provider }) => provider).sort()).toEqual(['cpu', 'wasm']);
  const wasm = record?.rows.find(({ provider }) => provider === 'wasm');
  expect(wasm).toMatchObject({ placement: { cpu: 1 }, adapter: null, device: 'cpu' });
  expect(wasm?.fidelity?.cosine).toBeGreaterThan(0.999_999);
  expect(wasm?.cpuSecondsPerInference).toBeGreaterThan(0);
  expect((await windowsOf(app)).length).toBe(1);
});

test('closing the window in the middle of a run ends the program with its pages', async ({ app }) => {
  await startRun(app, { ...REQUEST, rounds: 50 });
  await expect.poll(async () => (await windowsOf(app)).length, { timeout: RUN_LIMIT_MS }).toBeGreaterThan(1);
  const ended = new Promise<void>((resolve) => app.electron.once('close', () => resolve()));
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((window) => window.getTitle() === 'Joulemark')
      ?.close();
  });
  await ended;
});
