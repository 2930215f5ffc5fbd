/** Looks while a session runs; what it means is for `judgeAdapter`. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Adapter } from '#core/placement.ts';
import type { Ask } from '#core/worker/messages.ts';
import { cpuSeconds } from '../trace-recorder.ts';
import { judgeAdapter } from './adapter.ts';
import { GPU_DEVICE_FILE, mappedFiles } from './driver-libraries.ts';
import { type EngineCounts, engineCounts, enginesThatWorked } from './engine-time.ts';

/** Long enough for processor time, which the kernel counts in steps of up to 10 ms. */
const LOOKED_AT_S = 0.3;

const nowS = (): number => Number(process.hrtime.bigint()) / 1e9;

/** `runOnce` is one inference of a session that is warm. null: the processor, which has no adapter. */
export async function seeAdapter(
  { provider, unit, threads }: Pick<Ask<'load'>, 'provider' | 'unit' | 'threads'>,
  runOnce: () => Promise<unknown>,
): Promise<Adapter | null> {
  if (provider === 'cpu') return null;
  const countsBefore = await readEngineCounts();
  const [startS, cpuStartS] = [nowS(), cpuSeconds()];
  do await runOnce();
  while (nowS() - startS < LOOKED_AT_S);
  const busyProcessors = (cpuSeconds() - cpuStartS) / (nowS() - startS);
  return judgeAdapter({
    target: { provider, unit },
    platform: process.platform,
    arch: process.arch,
    threads,
    processors: availableParallelism(),
    busyProcessors,
    mapped: await readMapped(),
    deviceFiles: await readDeviceFiles(),
    enginesThatWorked: enginesThatWorked(countsBefore, await readEngineCounts()),
  });
}

/** Only Linux has /proc; elsewhere there is nothing to read, and nothing wrong. */
async function readMapped(): Promise<string[] | null> {
  const text = await readFile('/proc/self/maps', 'utf8').catch(() => null);
  return text === null ? null : mappedFiles(text);
}

async function readDeviceFiles(): Promise<string[] | null> {
  const descriptors = await readdir('/proc/self/fd').catch(() => null);
  if (descriptors === null) return null;
  // A descriptor may be closed since it was listed.
  const paths = await Promise.all(
    descriptors.map((each) => readlink(`/proc/self/fd/${each}`).catch(() => '')),
  );
  return [...new Set(paths)].filter((path) => GPU_DEVICE_FILE.test(path));
}

async function readEngineCounts(): Promise<EngineCounts> {
  const descriptors = await readdir('/proc/self/fdinfo').catch(() => []);
  const read = (each: string): Promise<string> =>
    readFile(`/proc/self/fdinfo/${each}`, 'utf8').catch(() => '');
  return engineCounts(await Promise.all(descriptors.map(read)));
}
