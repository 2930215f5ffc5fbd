/** The session that references and calibration are made with: always the same, whatever is measured. */
import type { Ask } from '#core/worker/messages.ts';

/** One thread, so that the order of additions, and with it the last bits, is always the same. */
export const PLAIN_CPU = {
  provider: 'cpu',
  unit: null,
  threads: 1,
  spinning: true,
  arena: true,
  noFallback: false,
  memoryLimitBytes: null,
  feeds: {},
  profileFolder: null,
} as const satisfies Omit<Ask<'load'>, 'path' | 'sha256' | 'dataFiles'>;
