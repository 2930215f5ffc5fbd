/** How many tools measure: the idle power once, then one configuration after another. For comparison. */
import type { Host } from '#core/ports.ts';
import { STANDARD } from '#core/protocol/constants.ts';
import { measureIdle, type IdleWindows } from '#engine/idle-window.ts';
import type { Lane } from '#engine/lane.ts';
import { measureWindow } from '#engine/measure-window.ts';
import { buildRows } from '#engine/rows.ts';
import type { IdlePower } from '#test/support/simulation/power-supply.ts';
import { PowerSupply } from '#test/support/simulation/power-supply.ts';
import { QUIET, raplLike } from '#test/support/simulation/simulated-run.ts';
import {
  configuration,
  SimulatedWorkload,
  type Behaviour,
} from '#test/support/simulation/simulated-workload.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

/** Net J per inference by model, `windows` windows each, in the order given. */
export async function measureSequentially(
  models: Readonly<Record<string, Behaviour>>,
  idlePower: IdlePower,
  windows: number,
): Promise<Map<string, number>> {
  const clock = new VirtualClock();
  const supply = new PowerSupply(clock, idlePower);
  const [meter] = raplLike({ clock, supply });
  if (meter === undefined) throw new Error('the machine has a meter');
  const host: Host = {
    logicalCpus: 4,
    conditions: () => Promise.resolve({ ...QUIET, atS: clock.nowS(), wallS: clock.nowS() }),
  };
  const context = {
    clock,
    host,
    constants: STANDARD,
    scenario: { kind: 'back-to-back' as const },
    signal: { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined },
    runStartS: 0,
    startedOnMains: null,
    notice: () => undefined,
  };
  const lanes: Lane[] = Object.entries(models).map(([model, behaviour]) => ({
    configuration: configuration(model),
    workload: new SimulatedWorkload(configuration(model), behaviour, clock, supply),
    meter,
    prepared: null,
    windows: [],
    latencyCounts: new Map(),
    fault: null,
    windowS: STANDARD.windowSeconds,
    topFrequencyHz: null,
  }));
  const idle: IdleWindows = new Map();
  await measureIdle(lanes, [meter], 0, idle, context);
  for (const lane of lanes) {
    for (let round = 0; round < windows; round += 1) await measureWindow(lane, round, false, context);
  }
  return new Map(buildRows(lanes, idle, STANDARD).map(({ model, netJ }) => [model, netJ ?? NaN]));
}
