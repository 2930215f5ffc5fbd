import { median } from '#core/stats/samples.ts';
import type { RunContext } from './context.ts';
import { windowForInferences } from './measure-window.ts';
import type { Lane } from './lane.ts';
import { shortestWindowS } from './metering/settle.ts';

/**
 * Runs unmeasured until two successive medians of the latency are close, or the time for it is over.
 * Sets the lane's window so long that enough inferences, and enough updates of a meter that is read
 * by level, fit in.
 */
export async function warmUp(lane: Lane, context: RunContext): Promise<void> {
  const { clock, constants, signal } = context;
  const giveUpS = clock.nowS() + constants.warmUpMaxSeconds;
  let lastMs: number | null = null;
  while (!signal.aborted) {
    await lane.workload.start({ kind: 'back-to-back' });
    await clock.sleep(constants.warmUpSliceSeconds, signal);
    const trace = await lane.workload.stop();
    const latencyMs = median(
      trace.endsS.map((endS, index) => (endS - (trace.startsS[index] ?? endS)) * 1000),
    );
    const steady = lastMs !== null && Math.abs(latencyMs - lastMs) <= constants.warmUpToleranceRatio * lastMs;
    lastMs = latencyMs;
    if (steady || clock.nowS() >= giveUpS) break;
  }
  if (lastMs === null) return;
  const paceS = context.scenario.kind === 'fixed-rate' ? 1 / context.scenario.ratePerS : 0;
  const eachS = Math.max(lastMs / 1000, paceS);
  const shortestS = shortestWindowS([lane.meter], constants);
  lane.windowS = windowForInferences(eachS, shortestS, constants.minInferences);
}
