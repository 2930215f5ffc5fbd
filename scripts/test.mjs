/**
 * `npm test`: installs and builds what is missing and runs every test. The last line is
 * `N passed, N failed`; a test that was skipped, and a runner that broke, count as failed.
 *
 *   npm test                                 everything
 *   npm test -- --only unit [filter …]       one part, and of it some files
 *   parts: unit, integration, renderer, e2e, package
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build.mjs';
import { resolveElectron } from './lib/electron-runtime.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Problem, reportError, runScript } from './lib/problem.mjs';
import { ensureSystem } from './lib/system-packages.mjs';
import { runStage, STAGES } from './lib/test-stages.mjs';

/** @type {{ title: string, counts: import('./lib/test-counts.mjs').Counts }[]} */
const done = [];

await runScript(async () => {
  const reports = mkdtempSync(join(tmpdir(), 'joulemark-tests-'));
  let broken = 0;
  try {
    await runAll(reports);
  } catch (error) {
    reportError(error);
    broken = 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  return summarize(broken);
});

/** @param {string} reports folder for the runners' reports */
async function runAll(reports) {
  const { names, filters } = readArguments();
  const stages = names.map((name) => ({ name, stage: stageNamed(name) }));
  await ensureInstalled();
  await ensureSystem([...new Set(stages.flatMap(({ stage }) => stage.needs))]);
  await ensureBuilt();
  if (names.includes('e2e') || names.includes('package')) {
    const { version, source } = await resolveElectron();
    console.log(`Electron ${version} (${source})`);
  }
  for (const { name, stage } of stages) {
    console.log(`\n── ${stage.title} ──`);
    const { exitCode, counts } = await runStage(stage, filters, join(reports, `${name}.json`));
    done.push({ title: stage.title, counts });
    if (exitCode === 130) throw new Problem('interrupted');
  }
}

function readArguments() {
  const { values, positionals } = parseArgs({
    options: { only: { type: 'string', multiple: true } },
    allowPositionals: true,
  });
  const names = (values.only ?? Object.keys(STAGES)).flatMap((list) => list.split(','));
  return { names, filters: positionals };
}

/** @param {string} name */
function stageNamed(name) {
  const stage = STAGES[name];
  if (stage !== undefined) return stage;
  throw new Problem(`There is no part "${name}" of the tests; there are ${Object.keys(STAGES).join(', ')}.`);
}

/**
 * @param {number} broken failures of this script itself
 * @returns the exit code
 */
function summarize(broken) {
  console.log('');
  for (const { title, counts } of done) {
    console.log(`${title}: ${counts.passed} passed, ${counts.failed} failed`);
    for (const problem of counts.problems) console.log(`  ${problem}`);
  }
  const passed = done.reduce((sum, { counts }) => sum + counts.passed, 0);
  const failed = done.reduce((sum, { counts }) => sum + counts.failed, broken);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
