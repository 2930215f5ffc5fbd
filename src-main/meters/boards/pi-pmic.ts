/** The power of a Raspberry Pi 5 from its power chip, through the firmware's `vcgencmd`. */
import { Fault, type WireFault } from '#core/errors.ts';
import type { LevelMeter, ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { observeLevel } from '../observe-level.ts';
import { plausibleW } from '../power-range.ts';
import { probeOne } from '../probe.ts';
import { parsePmic } from './pi-pmic-parse.ts';

export const PI_PMIC_ID = 'board:pi-pmic';

const TIMEOUT_S = 2;
/** Each reading starts a program: not more often than this, s. */
const LEAST_PERIOD_S = 0.5;
const POLL_S = 0.2;

const GROUP_FIX = `# vcgencmd talks to the firmware through /dev/vcio, which belongs to the group "video".
sudo usermod -aG video "$USER"   # then log in again
# To undo it: sudo gpasswd -d "$USER" video
`;

/** No result where there is no `vcgencmd`: then this is no Raspberry Pi. */
export async function probePiPmic(environment: MeterEnvironment): Promise<ProbeResult[]> {
  if (environment.platform !== 'linux' || environment.synthetic) return [];
  const missed = {
    id: PI_PMIC_ID,
    tier: 'sensor' as const,
    domains: ['soc' as const],
    fixOf: ({ code }: WireFault) => (code === 'meter-no-permission' ? GROUP_FIX : null),
  };
  const watch = { pollS: POLL_S, leastPeriodS: LEAST_PERIOD_S, documentedPeriodS: LEAST_PERIOD_S };
  const probe = await probeOne(missed, () => observeLevel(openPiPmic(environment), environment.clock, watch));
  return probe.ok || probe.fault.code !== 'meter-missing' ? [probe] : [];
}

export function openPiPmic({ clock, run }: MeterEnvironment): LevelMeter {
  return {
    kind: 'level',
    info: {
      id: PI_PMIC_ID,
      tier: 'sensor',
      domains: ['soc'],
      summed: ['soc'],
      source: 'vcgencmd pmic_read_adc: outputs of the power chip, without its losses and the USB ports',
      updatePeriodS: null,
      resolutionJ: null,
      accuracyRatio: null,
    },
    async read() {
      const fromS = clock.nowS();
      const text = await run('vcgencmd', ['pmic_read_adc'], { timeoutS: TIMEOUT_S }).catch(explained);
      const atS = (fromS + clock.nowS()) / 2;
      return { atS, powerW: new Map([['soc', outputsW(text)]]) };
    },
  };
}

function outputsW(text: string): number {
  if (/VCHI initialization failed|Can't open device file|Permission denied/i.test(text)) throw denied(text);
  const powerW = parsePmic(text).outputsW;
  if (powerW === null) {
    // A Pi 4 and older answer that the command is not registered.
    const said = JSON.stringify(text.trim().slice(0, 80));
    throw new Fault('meter-unreadable', `vcgencmd pmic_read_adc tells no power on this board: ${said}`);
  }
  return plausibleW(powerW, 'vcgencmd pmic_read_adc');
}

function explained(error: unknown): never {
  if (error instanceof Fault && /Can't open device file|Permission denied|VCHI/i.test(error.message)) {
    throw denied(error.message);
  }
  throw error;
}

const denied = (said: string) =>
  new Fault('meter-no-permission', `vcgencmd may not talk to the firmware: ${said.trim().slice(0, 120)}`);
