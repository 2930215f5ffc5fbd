import { describe, expect, it } from 'vitest';
import { exitReason } from '#app/exit-reason.ts';

const base = { exitCode: 0, abnormal: null, stderr: '', platform: 'linux' } as const;

describe('exitReason', () => {
  it('names the signal that killed or crashed a process', () => {
    expect(exitReason({ ...base, exitCode: 9, abnormal: 'killed' })).toBe('killed by SIGKILL');
    expect(exitReason({ ...base, exitCode: 11, abnormal: 'crashed' })).toBe('crashed with SIGSEGV');
  });

  it('does not take an exit code for a signal', () => {
    expect(exitReason({ ...base, exitCode: 9 })).toBe('ended with code 9');
  });

  it('shows the code of an abnormal end on Windows as Windows does', () => {
    const reason = exitReason({ ...base, exitCode: -1073741819, abnormal: 'crashed', platform: 'win32' });
    expect(reason).toBe('crashed with code 0xc0000005');
  });

  it('adds the line of the standard error that says why', () => {
    const thrown =
      'file:///a.js:3\n  throw x\n\nTypeError: x is not a function\n    at a.js:3\n\nNode.js v20\n';
    expect(exitReason({ ...base, exitCode: 1, stderr: thrown })).toBe(
      'ended with code 1: TypeError: x is not a function',
    );
    const full = '<--- JS stacktrace --->\n\nFATAL ERROR: JavaScript heap out of memory\n----- Native\n';
    expect(exitReason({ ...base, exitCode: 6, abnormal: 'crashed', stderr: full })).toBe(
      'crashed with SIGABRT: FATAL ERROR: JavaScript heap out of memory',
    );
  });
});
