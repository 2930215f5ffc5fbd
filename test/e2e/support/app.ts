/** The built app in a real Electron, with folders of its own for each test. */
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  _electron,
  test as base,
  expect,
  type ElectronApplication,
  type Locator,
  type Page,
} from '@playwright/test';
import { SUITE_FILE } from '#app/suite-memory.ts';
import type { RunRecord } from '#core/record/schema.ts';
import type { JoulemarkApi } from '#ipc/contract.ts';
import { loadRecord } from '#store/history.ts';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A run of one small model takes less than this. */
export const RUN_LIMIT_MS = 120_000;

/** A first start, from a cold disk and on a busy machine. */
const START_LIMIT_MS = 120_000;

interface Runtime {
  readonly executable: string;
  readonly distDir: string;
}

/** What `npm start` would run; ELECTRON_OVERRIDE_DIST_PATH names another one. */
export async function electronRuntime(): Promise<Runtime> {
  const scripts = (await import(pathToFileURL(`${ROOT}scripts/lib/electron-runtime.mjs`).href)) as {
    resolveElectron(): Promise<Runtime>;
  };
  return scripts.resolveElectron();
}

/** Arguments of every start; Chromium has no sandbox for root. */
export const ELECTRON_ARGS = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ROOT];

export class App {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly dataDir: string;
  readonly env: Record<string, string>;

  constructor(electron: ElectronApplication, page: Page, dataDir: string, env: Record<string, string>) {
    this.electron = electron;
    this.page = page;
    this.dataDir = dataDir;
    this.env = env;
  }

  /** `files`: that it is started with. */
  static async launch(
    dataDir: string,
    extraEnv: Record<string, string> = {},
    files: readonly string[] = [],
  ): Promise<App> {
    const { ELECTRON_RUN_AS_NODE: _, ELECTRON_RENDERER_URL: __, ...inherited } = process.env;
    const env = { ...(inherited as Record<string, string>), ...extraEnv, JOULEMARK_DATA: dataDir };
    // Playwright finds the runtime through the `electron` package, which heeds this. Given a path instead, it
    // would not hold the app back until it is connected, and now and then miss the window's first steps.
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] = (await electronRuntime()).distDir;
    const args = [...ELECTRON_ARGS, ...files];
    const electron = await _electron.launch({ args, env, timeout: START_LIMIT_MS });
    askAgain(electron);
    const page = await electron.firstWindow({ timeout: START_LIMIT_MS });
    // The first call that is answered by what is loaded behind the window; while that is, Playwright's own get lost.
    await page.evaluate(() => (window as unknown as { joulemark: JoulemarkApi }).joulemark.getRun());
    return new App(electron, page, dataDir, env);
  }

  get runButton(): Locator {
    return this.page.getByRole('button', { name: 'Run benchmark' });
  }

  /** Starts the run, also where the machine is busy and the page says so first. */
  async start(): Promise<void> {
    await this.runButton.click();
    const anyway = this.page.getByRole('button', { name: 'Run anyway' });
    const cancel = this.page.getByRole('button', { name: 'Cancel' });
    await expect(anyway.or(cancel)).toBeVisible();
    if (await anyway.isVisible()) await anyway.click();
  }

  get rows(): Locator {
    return this.page.locator('tbody tr').filter({ has: this.page.getByRole('rowheader') });
  }

  /** Leaves out every model but the small one, and every precision but these. */
  async choose(precisions: readonly string[]): Promise<void> {
    await expect(this.runButton).toBeVisible();
    await this.#leaveOut('Models', (label) => !label.includes('Silero'));
    await this.page.locator('summary').filter({ hasText: 'More options' }).click();
    await this.#leaveOut('Precisions', (label) => !precisions.includes(label.trim()));
  }

  async #leaveOut(group: string, isOut: (label: string) => boolean): Promise<void> {
    const boxes = this.page.getByRole('group', { name: group }).getByRole('checkbox');
    for (const box of await boxes.all()) {
      const label = await box.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '');
      if (isOut(label)) await box.uncheck();
    }
  }

  /** The records in the history, oldest first. */
  async records(): Promise<RunRecord[]> {
    const folder = join(this.dataDir, 'history');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.joulemark.json'));
    return Promise.all(names.sort().map((name) => loadRecord(join(folder, name))));
  }

  /** Process ids of the measuring process (`measuring`), of the workers or of the one that reads leaderboards. */
  pids(kind: 'measuring' | 'worker' | 'board'): Promise<number[]> {
    return this.electron.evaluate(
      ({ app }, title) =>
        app
          .getAppMetrics()
          .filter(({ name }) => name?.startsWith(title))
          .map(({ pid }) => pid),
      `Joulemark ${kind}`,
    );
  }
}

/**
 * What Playwright asks of the main process can be lost when memory is cleared there at that moment, so it is asked
 * again. Only for what may be done twice.
 */
function askAgain(electron: ElectronApplication): void {
  const once = electron.evaluate.bind(electron) as (...args: unknown[]) => Promise<unknown>;
  const evaluate = async (...args: unknown[]): Promise<unknown> => {
    try {
      return await once(...args);
    } catch (error) {
      if (error instanceof Error && error.message.includes('promise was garbage collected')) {
        return evaluate(...args);
      }
      throw error;
    }
  };
  electron.evaluate = evaluate as typeof electron.evaluate;
}

/** As after the first start, whose page is another one. */
export function welcome(dataDir: string): Promise<void> {
  return writeFile(join(dataDir, 'settings.json'), '{"preferences": {"welcomed": true}}');
}

interface Fixtures {
  /** Nothing of the program has been seen before, and nothing of the machine. Default: both have. */
  isFirstStart: boolean;
  dataDir: string;
  app: App;
}
interface WorkerFixtures {
  /** What a start before has found of this machine, as the program keeps it. */
  knownMachine: string;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  knownMachine: [
    async ({ browserName: _browserName }, use) => {
      const dataDir = await newFolder();
      await welcome(dataDir);
      const app = await App.launch(dataDir);
      const file = join(dataDir, SUITE_FILE);
      await expect.poll(() => existsSync(file), { timeout: START_LIMIT_MS }).toBe(true);
      await app.electron.close();
      await use(file);
      await rm(dataDir, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 2 * START_LIMIT_MS },
  ],
  isFirstStart: [false, { option: true }],
  dataDir: async ({ isFirstStart, knownMachine }, use) => {
    const dataDir = await newFolder();
    if (!isFirstStart) {
      await welcome(dataDir);
      await copyFile(knownMachine, join(dataDir, SUITE_FILE));
    }
    await use(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  },
  app: async ({ dataDir }, use) => {
    const app = await App.launch(dataDir);
    await use(app);
    await app.electron.close();
  },
});
const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'joulemark-e2e-'));
export { expect };

/** True while a process with this id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
