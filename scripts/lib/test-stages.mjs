/** The parts of `npm test`, what each needs of the system, and how each is run and counted. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasDisplay, ROOT } from './checkout.mjs';
import { findCommand, run } from './commands.mjs';
import { countPlaywright, countVitest, withExit } from './test-counts.mjs';
import { NEEDS } from './system-packages.mjs';

/**
 * @typedef {object} Stage
 * @property {string} title
 * @property {readonly import('./system-packages.mjs').Need[]} needs
 * @property {(filters: readonly string[], reportFile: string) => Promise<number>} run
 * @property {(report: any) => import('./test-counts.mjs').Counts} count
 */

const bin = (/** @type {string[]} */ ...parts) => join(ROOT, 'node_modules', ...parts);
const VITEST = bin('vitest', 'vitest.mjs');
const PLAYWRIGHT = bin('@playwright', 'test', 'cli.js');
/** What the package's tests start has to be made first, from the present sources. */
const PACKAGE = join(ROOT, 'scripts', 'package.mjs');

/** @type {Readonly<Record<string, Stage>>} */
export const STAGES = {
  unit: {
    title: 'unit, simulation and architecture',
    needs: [],
    run: (filters, reportFile) => vitest(['--project=unit', ...filters], reportFile),
    count: countVitest,
  },
  integration: {
    title: 'integration: real files, processes and clocks',
    needs: [],
    run: (filters, reportFile) => vitest(['--project=integration', ...filters], reportFile),
    count: countVitest,
  },
  renderer: {
    title: 'the renderer in a browser',
    needs: NEEDS.browser,
    // Pages on a fake backend: nothing is measured that another one could disturb.
    run: (filters, reportFile) => playwright(['--project=renderer', '--workers=2', ...filters], reportFile),
    count: countPlaywright,
  },
  e2e: {
    title: 'the app in Electron',
    needs: [...NEEDS.display, ...NEEDS.electron],
    run: (filters, reportFile) => playwright(['--project=e2e', ...filters], reportFile, { screen: true }),
    count: countPlaywright,
  },
  package: {
    title: 'the packaged app',
    needs: [...NEEDS.display, ...NEEDS.electron, ...NEEDS.archive],
    run: async (filters, reportFile) => {
      const code = await run(process.execPath, [PACKAGE]);
      if (code !== 0) return code;
      return playwright(['--config=test/package', ...filters], reportFile, { screen: true });
    },
    count: countPlaywright,
  },
};

/**
 * Runs one part and counts its tests; a runner that leaves no report counts as a failure.
 * @param {Stage} stage
 * @param {readonly string[]} filters
 * @param {string} reportFile
 */
export async function runStage(stage, filters, reportFile) {
  const exitCode = await stage.run(filters, reportFile);
  const none = { passed: 0, failed: 0, problems: [] };
  const counts = existsSync(reportFile) ? stage.count(JSON.parse(readFileSync(reportFile, 'utf8'))) : none;
  return { exitCode, counts: withExit(counts, exitCode) };
}

/**
 * @param {readonly string[]} args
 * @param {string} reportFile
 */
function vitest(args, reportFile) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  return run(process.execPath, [VITEST, 'run', ...reporters, ...args]);
}

/**
 * @param {readonly string[]} args
 * @param {string} reportFile
 * @param {{ screen?: boolean }} [options] screen: under a virtual one where there is none
 */
function playwright(args, reportFile, { screen = false } = {}) {
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile };
  const line = [PLAYWRIGHT, 'test', '--reporter=list,json', ...args];
  if (!screen || hasDisplay()) return run(process.execPath, line, { env });
  const wrapper = ['-a', '-s', '-screen 0 1400x1000x24', process.execPath];
  return run(findCommand('xvfb-run') ?? 'xvfb-run', [...wrapper, ...line], { env });
}
