/**
 * Counts what the test runners report. A test that did not run is a failure here: a run that is green
 * because something was skipped says nothing.
 */

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} problems what counts as failed, a line each
 */

/**
 * @param {VitestReport} report what vitest's `json` reporter wrote
 * @returns {Counts}
 */
export function countVitest(report) {
  const problems = [];
  let passed = 0;
  for (const file of report.testResults) {
    const failures = file.assertionResults.filter((test) => test.status !== 'passed');
    passed += file.assertionResults.length - failures.length;
    problems.push(...failures.map((test) => `${test.status}: ${file.name} › ${test.fullName}`));
    // A file that failed outside its tests: an import, a hook.
    if (file.status !== 'passed' && failures.length === 0) problems.push(`failed: ${file.name}`);
  }
  return { passed, failed: problems.length, problems };
}

/**
 * @param {PlaywrightReport} report what Playwright's `json` reporter wrote
 * @returns {Counts}
 */
export function countPlaywright(report) {
  const problems = report.errors.map((error) => `error: ${error.message ?? 'without a message'}`);
  let passed = 0;
  /** @type {(suite: PlaywrightSuite) => void} */
  const visit = (suite) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'expected' && test.expectedStatus === 'passed') passed += 1;
        else problems.push(`${test.status}: ${spec.file}:${spec.line} › ${spec.title}`);
      }
    }
    suite.suites?.forEach(visit);
  };
  report.suites.forEach(visit);
  return { passed, failed: problems.length, problems };
}

/**
 * A runner's counts made consistent with how it ended: one that failed without naming a test, or that
 * ran none, counts as one failure.
 * @param {Counts} counts
 * @param {number} exitCode
 * @returns {Counts}
 */
export function withExit(counts, exitCode) {
  if (counts.failed > 0) return counts;
  if (exitCode !== 0)
    return { ...counts, failed: 1, problems: [`the runner ended with exit code ${exitCode}`] };
  if (counts.passed === 0) return { ...counts, failed: 1, problems: ['no test ran'] };
  return counts;
}

/**
 * @typedef {object} VitestReport
 * @property {{ name: string, status: string, assertionResults: { fullName: string, status: string }[] }[]} testResults
 *
 * @typedef {object} PlaywrightReport
 * @property {PlaywrightSuite[]} suites
 * @property {{ message?: string }[]} errors
 *
 * @typedef {object} PlaywrightSuite
 * @property {{ title: string, file: string, line: number, tests: { status: string, expectedStatus: string }[] }[]} [specs]
 * @property {PlaywrightSuite[]} [suites]
 */
