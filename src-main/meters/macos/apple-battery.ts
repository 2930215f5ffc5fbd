/** The whole Mac by what its battery gives: only while it gives all of it. */
import { Fault } from '#core/errors.ts';
import type { LevelMeter, ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { observeLevel } from '../observe-level.ts';
import { probeOne } from '../probe.ts';
import { parseAppleBattery } from './apple-battery-parse.ts';

export const APPLE_BATTERY_ID = 'battery';

const ANSWER_WITHIN_S = 2;
/** The battery's controller tells something new about once a minute. */
const PERIOD_S = 60;

export async function probeAppleBattery(environment: MeterEnvironment): Promise<ProbeResult[]> {
  if (environment.platform !== 'darwin' || environment.synthetic) return [];
  const missed = {
    id: APPLE_BATTERY_ID,
    tier: 'sensor' as const,
    domains: ['battery' as const],
    fixOf: () => null,
  };
  const result = await probeOne(missed, () => openBattery(environment));
  // A Mac without a battery has nothing to tell of one.
  return !result.ok && result.fault.code === 'meter-missing' ? [] : [result];
}

async function openBattery({ run, clock }: MeterEnvironment) {
  const meter: LevelMeter = {
    kind: 'level',
    info: {
      id: APPLE_BATTERY_ID,
      tier: 'sensor',
      domains: ['battery'],
      summed: ['battery'],
      source: 'AppleSmartBattery, current × voltage',
      updatePeriodS: null,
      resolutionJ: null,
      accuracyRatio: null,
    },
    async read() {
      const fromS = clock.nowS();
      const text = await run('ioreg', ['-a', '-r', '-n', 'AppleSmartBattery'], { timeoutS: ANSWER_WITHIN_S });
      const { onMains, dischargeW } = parseAppleBattery(text);
      if (onMains !== false) {
        throw new Fault('meter-not-source', 'the Mac is on mains: its battery does not show what it uses');
      }
      if (dischargeW === null || dischargeW === 0) {
        throw new Fault('meter-unreadable', 'the battery shows no current though the Mac runs on it');
      }
      return { atS: (fromS + clock.nowS()) / 2, powerW: new Map([['battery', dischargeW]]) };
    },
  };
  return observeLevel(meter, clock, { documentedPeriodS: PERIOD_S, pollS: 0.5 });
}
