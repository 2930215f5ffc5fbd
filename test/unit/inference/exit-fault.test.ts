import { describe, expect, it } from 'vitest';
import { exitFault } from '#inference/worker/exit-fault.ts';

describe('why a worker ended', () => {
  it.each([
    // Node's fork and Electron's utility process put the same line behind their own words.
    'killed by SIGKILL: FATAL ERROR: memory limit of 268435456 bytes exceeded: 400556032 bytes resident',
    'killed by SIGKILL: (node:1) Warning: …\nFATAL ERROR: memory limit of 268435456 bytes exceeded: 400556032 bytes resident',
    'crashed with code 0x1: FATAL ERROR: memory limit of 268435456 bytes exceeded: 400556032 bytes resident',
  ])('its own limit: %s', (reason) => {
    const { code, message } = exitFault(reason);
    expect(code).toBe('out-of-memory');
    expect(message).toBe('The worker used 382 MiB of memory, its limit is 256 MiB, and was ended');
  });

  it.each([
    'killed by SIGABRT: FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    "killed by SIGABRT: terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc",
    'oom with code 0xe0000008',
  ])('no memory to be had: %s', (reason) => {
    expect(exitFault(reason)).toMatchObject({
      code: 'out-of-memory',
      message: expect.stringContaining(reason),
    });
  });

  it.each(['killed by SIGKILL', 'crashed with SIGSEGV', 'exit code 1: Error: no such library: libroom.so'])(
    'anything else: %s',
    (reason) => {
      expect(exitFault(reason)).toMatchObject({
        code: 'worker-died',
        message: `The worker ended: ${reason}`,
      });
    },
  );
});
