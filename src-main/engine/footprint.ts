/** What the app's own window costs: idle power with it visible and hidden. */
import type { Meter, Screen } from '#core/ports.ts';
import type { RunRecord } from '#core/record/schema.ts';
import type { RunContext } from './context.ts';
import { measureIdle, type IdleWindows } from './idle-window.ts';
import type { Lane } from './lane.ts';

/**
 * Hides the window for one idle window and shows it again for another. null where there is no
 * window, no meter that could see it (the estimate knows only the workers), or a reading failed.
 */
export async function measureFootprint(
  screen: Screen | null,
  lanes: readonly Lane[],
  meters: readonly Meter[],
  context: RunContext,
): Promise<RunRecord['footprint']> {
  const meter = meters.find(({ kind }) => kind !== 'estimate');
  if (screen === null || meter === undefined) return null;
  context.notice('The window hides for a moment, to measure what it costs by itself.');
  const idlePowerW = async (): Promise<number | null> => {
    const idle: IdleWindows = new Map();
    await measureIdle(lanes, [meter], 0, idle, context);
    return idle.get(meter.info.id)?.at(-1)?.idlePowerW ?? null;
  };
  await screen.setVisible(false);
  let hiddenIdleW: number | null;
  try {
    hiddenIdleW = await idlePowerW();
  } finally {
    await screen.setVisible(true);
  }
  const visibleIdleW = await idlePowerW();
  if (visibleIdleW === null || hiddenIdleW === null) return null;
  return { meter: meter.info.id, visibleIdleW, hiddenIdleW };
}
