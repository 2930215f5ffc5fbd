/** The worker, as the app builds it, for tests that start real worker processes. */
import { buildEntry } from './build-entry.ts';

let built: Promise<string> | null = null;

/** Path of the built worker; built once in each test process. */
export function buildWorker(): Promise<string> {
  built ??= buildEntry('src-main/inference/worker/main.ts');
  return built;
}
