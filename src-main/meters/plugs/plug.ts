/**
 * A smart plug that this computer hangs on: the whole machine at the wall, power supply and display
 * included. It is asked at the address that the person gave and nowhere else.
 */
import { Fault } from '#core/errors.ts';
import type { LevelMeter, ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { observeLevel } from '../observe-level.ts';
import { probeOne } from '../probe.ts';
import type { Outlet } from './outlet.ts';
import type { PlugAddress } from '#core/plug-address.ts';
import { parsePlugAddress } from './plug-address.ts';
import { findPlug, type Plug } from './plug-kinds.ts';

type Fetch = Pick<MeterEnvironment, 'fetchText'>;

export const PLUG_ID = 'plug';

/** Plugs measure about once a second; asking more often than that only burdens them, s. */
const PERIOD_S = 1;
const WATCH = { documentedPeriodS: PERIOD_S, pollS: 0.25, zeroIsValue: true };

/** Empty where no address was given. */
export async function probePlug(environment: MeterEnvironment): Promise<ProbeResult[]> {
  const { plugAddress, synthetic } = environment;
  if (plugAddress === null || synthetic) return [];
  const missed = { id: PLUG_ID, tier: 'external' as const, domains: ['wall' as const], fixOf: () => null };
  return [await probeOne(missed, () => openPlug(environment, plugAddress))];
}

/** One reading, for somebody who wants to know whether the address is right. W. */
export interface PlugReading {
  /** What answered, in words. */
  readonly source: string;
  readonly powerW: number;
}

/** Asks the plug once. Throws the `Fault` that would keep it from being a meter. */
export async function readPlug(environment: Fetch, text: string): Promise<PlugReading> {
  const { source, first } = await findOutlet(environment, text);
  return { source, powerW: first.powerW };
}

async function findOutlet(environment: Fetch, text: string) {
  const address = parsePlugAddress(text);
  const plug = await findPlug(environment, address.host);
  const first = await readOutlet(plug, address);
  if (first.powerW === 0) {
    throw new Fault(
      'meter-not-source',
      `the ${plug.name} at ${text} shows 0 W: this computer does not draw from it`,
    );
  }
  return { plug, address, first, source: `${plug.name}, ${first.id}` };
}

async function openPlug(environment: MeterEnvironment, text: string) {
  const { clock } = environment;
  const { plug, address, source } = await findOutlet(environment, text);
  const meter: LevelMeter = {
    kind: 'level',
    info: {
      id: PLUG_ID,
      tier: 'external',
      domains: ['wall'],
      summed: ['wall'],
      source,
      updatePeriodS: null,
      resolutionJ: null,
      accuracyRatio: null,
    },
    async read() {
      const fromS = clock.nowS();
      const { powerW } = await readOutlet(plug, address);
      return { atS: (fromS + clock.nowS()) / 2, powerW: new Map([['wall', powerW]]) };
    },
  };
  const observed = await observeLevel(meter, clock, WATCH);
  const { info } = observed.meter;
  const updatePeriodS = Math.max(PERIOD_S, info.updatePeriodS ?? 0);
  return { ...observed, meter: { ...observed.meter, info: { ...info, updatePeriodS } } };
}

/** Faults `meter-not-source` (relay off, or not said which of several), `meter-unreadable` (no power). */
async function readOutlet(plug: Plug, address: PlugAddress): Promise<Outlet & { readonly powerW: number }> {
  const outlets = await plug.outlets();
  const outlet = outlets[address.outlet ?? 0];
  if (outlet === undefined || (address.outlet === null && outlets.length > 1)) {
    const last = `${address.host}/${outlets.length - 1}`;
    throw new Fault(
      'meter-not-source',
      `the ${plug.name} has ${outlets.length} outlets: which one is yours?`,
      {
        remedy: `Add the outlet's number to the address: ${address.host}/0 for the first, up to ${last}.`,
      },
    );
  }
  const { id, on, powerW } = outlet;
  if (on === false) {
    throw new Fault(
      'meter-not-source',
      `${id} of the ${plug.name} is switched off: this computer cannot be on it`,
    );
  }
  if (powerW === null) throw new Fault('meter-unreadable', `${id} of the ${plug.name} shows no power`);
  return { ...outlet, powerW };
}
