/**
 * `npm run screenshots`: makes the pictures of README from the real app, after a real quick run of the
 * whole suite on this machine. Takes a few minutes; leave the machine alone meanwhile.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { hasDisplay, ROOT } from './lib/checkout.mjs';
import { findCommand, run } from './lib/commands.mjs';
import { electronFlags, resolveElectron } from './lib/electron-runtime.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runScript } from './lib/problem.mjs';
import { ensureSystem, NEEDS } from './lib/system-packages.mjs';

const PICTURE = join(ROOT, 'docs', 'screenshot.png');
const WIDTH = 1280;
const RUN_LIMIT_MS = 15 * 60 * 1000;

await runScript(async () => {
  await ensureInstalled();
  await ensureSystem([...NEEDS.electron, ...(hasDisplay() ? [] : NEEDS.display)]);
  if (!hasDisplay()) {
    const self = [process.execPath, fileURLToPath(import.meta.url)];
    const screen = ['-a', '-s', '-screen 0 1400x1600x24'];
    return run(findCommand('xvfb-run') ?? 'xvfb-run', [...screen, ...self]);
  }
  await ensureBuilt();
  // Playwright finds the runtime through the `electron` package, which heeds this.
  process.env.ELECTRON_OVERRIDE_DIST_PATH = (await resolveElectron()).distDir;
  const dataDir = mkdtempSync(join(tmpdir(), 'joulemark-screenshot-'));
  writeFileSync(join(dataDir, 'settings.json'), '{"preferences": {"welcomed": true}}');
  try {
    await takePicture(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  console.log(PICTURE);
  return 0;
});

/** @param {string} dataDir */
async function takePicture(dataDir) {
  const { _electron } = await import('@playwright/test');
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const app = await _electron.launch({
    args: [...electronFlags(), ROOT],
    env: { .../** @type {Record<string, string>} */ (env), JOULEMARK_DATA: dataDir },
  });
  try {
    await app.evaluate(({ nativeTheme }) => {
      nativeTheme.themeSource = 'light';
    });
    const page = await app.firstWindow();
    await page.getByRole('button', { name: 'Run benchmark' }).click();
    const anyway = page.getByRole('button', { name: 'Run anyway' });
    await anyway.or(page.getByRole('button', { name: 'Cancel' })).waitFor();
    if (await anyway.isVisible()) await anyway.click();
    await page.getByRole('button', { name: 'Submit…' }).waitFor({ timeout: RUN_LIMIT_MS });
    await page.getByRole('heading', { name: 'Joulemark' }).click();
    const height = await page.evaluate(() => globalThis.document.documentElement.scrollHeight);
    await app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width: WIDTH, height },
    );
    await page.waitForFunction((expected) => globalThis.innerHeight === expected, height);
    mkdirSync(join(ROOT, 'docs'), { recursive: true });
    await page.screenshot({ path: PICTURE });
  } finally {
    await app.close();
  }
}
