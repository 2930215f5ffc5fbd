import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest, withExit } from '../../../scripts/lib/test-counts.mjs';

describe('countVitest', () => {
  const file = (status: string, ...tests: string[]) => ({
    name: 'a.test.ts',
    status,
    assertionResults: tests.map((state, i) => ({ fullName: `test ${i}`, status: state })),
  });

  it('counts what passed', () => {
    const counts = countVitest({
      testResults: [file('passed', 'passed', 'passed'), file('passed', 'passed')],
    });
    expect(counts).toEqual({ passed: 3, failed: 0, problems: [] });
  });

  it.each(['failed', 'skipped', 'pending', 'todo'])('counts a test that is %s as failed', (status) => {
    const counts = countVitest({ testResults: [file('passed', 'passed', status)] });
    expect(counts).toMatchObject({ passed: 1, failed: 1 });
    expect(counts.problems).toEqual([`${status}: a.test.ts › test 1`]);
  });

  it('counts a file that could not be loaded as one failure', () => {
    expect(countVitest({ testResults: [file('failed')] })).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('countPlaywright', () => {
  const spec = (status: string, expectedStatus = 'passed') => ({
    title: 'clicks',
    file: 'a.spec.ts',
    line: 3,
    tests: [{ status, expectedStatus }],
  });

  it('counts tests at every depth', () => {
    const suites = [{ specs: [spec('expected')], suites: [{ specs: [spec('expected')] }] }];
    expect(countPlaywright({ errors: [], suites })).toEqual({ passed: 2, failed: 0, problems: [] });
  });

  it.each(['unexpected', 'skipped', 'flaky'])('counts a test that is %s as failed', (status) => {
    const counts = countPlaywright({ errors: [], suites: [{ specs: [spec(status)] }] });
    expect(counts).toMatchObject({ passed: 0, failed: 1, problems: [`${status}: a.spec.ts:3 › clicks`] });
  });

  it('counts a test that was declared to fail as failed', () => {
    const counts = countPlaywright({ errors: [], suites: [{ specs: [spec('expected', 'failed')] }] });
    expect(counts).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts an error outside all tests as failed', () => {
    const counts = countPlaywright({ errors: [{ message: 'no such file' }], suites: [] });
    expect(counts).toEqual({ passed: 0, failed: 1, problems: ['error: no such file'] });
  });
});

describe('withExit', () => {
  const green = { passed: 2, failed: 0, problems: [] };

  it('leaves a green run that ended well as it is', () => {
    expect(withExit(green, 0)).toEqual(green);
  });

  it('adds a failure to a green run whose runner broke', () => {
    expect(withExit(green, 137)).toMatchObject({ passed: 2, failed: 1 });
  });

  it('adds none where failures were counted already', () => {
    const red = { passed: 1, failed: 3, problems: ['a', 'b', 'c'] };
    expect(withExit(red, 1)).toEqual(red);
  });

  it('takes a run of no tests for a failure', () => {
    expect(withExit({ passed: 0, failed: 0, problems: [] }, 0)).toMatchObject({ failed: 1 });
  });
});
