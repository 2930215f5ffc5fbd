/**
 * Whether a long run grows: memory of the measuring process in a run of real models. Target: less than
 * 20 MB between minute 2 and minute 10. The heap is collected before each look, so that only what is
 * held counts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DEFAULT_REQUEST } from '#core/run-request.ts';
import { runBenchmark } from '#runner/benchmark.ts';
import { forkLauncher } from '#runner/fork-worker.ts';
import { nativeOnly } from '#runner/launchers.ts';
import { findPlaces } from '#runner/places.ts';

const TARGET_MB = 20;
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, from: { type: 'string', default: '2' } },
});
const totalS = Number(values.minutes) * 60;
const fromS = Number(values.from) * 60;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const memoryMb = (): { rss: number; held: number } => {
  collect();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss: rss / 1e6, held: (heapUsed + external) / 1e6 };
};

const places = findPlaces(process.env);
const stop = new AbortController();
const run = runBenchmark({
  request: { ...DEFAULT_REQUEST, rounds: 1000, windowSeconds: 1, timeLimitSeconds: totalS + 60 },
  places,
  launchers: nativeOnly(forkLauncher(places)),
  electron: null,
  screen: null,
  listener: () => undefined,
  signal: stop.signal,
});
const startS = performance.now() / 1000;
const elapsedS = (): number => performance.now() / 1000 - startS;
let first: { rss: number; held: number } | null = null;
let last = memoryMb();
while (elapsedS() < totalS) {
  await sleep(Math.min(30, totalS - elapsedS()) * 1000);
  last = memoryMb();
  if (first === null && elapsedS() >= fromS) first = last;
  process.stderr.write(
    `${elapsedS().toFixed(0)} s: RSS ${last.rss.toFixed(1)} MB, held ${last.held.toFixed(1)} MB\n`,
  );
}
stop.abort();
await run;
const grownRssMb = last.rss - (first ?? last).rss;
const grownHeldMb = last.held - (first ?? last).held;
process.stdout.write(
  `From minute ${values.from} to ${values.minutes}: RSS grew by ${grownRssMb.toFixed(1)} MB, what is held by ` +
    `${grownHeldMb.toFixed(1)} MB: ${Math.max(grownRssMb, grownHeldMb) < TARGET_MB ? 'within' : 'OVER'} the target of ${TARGET_MB} MB.\n`,
);
process.exitCode = Math.max(grownRssMb, grownHeldMb) < TARGET_MB ? 0 : 1;
