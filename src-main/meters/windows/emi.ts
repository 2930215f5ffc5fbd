/** Processor energy on Windows from its Energy Meter Interface: RAPL on Windows 11, meter chips before. */
import { Fault } from '#core/errors.ts';
import type { Clock, CounterMeter, ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { observeCounter } from '../observe-counter.ts';
import { probeOne } from '../probe.ts';
import {
  EMI_SIZE_BYTES,
  EMI_VERSION_BYTES,
  emiMeasurementBytes,
  parseEmiMeasurements,
  parseEmiMetadata,
  parseEmiSize,
  parseEmiVersion,
  PICOWATT_HOUR_J,
} from './emi-parse.ts';
import { EMI_GET, type EmiDevice, type EmiSystem } from './emi-library.ts';
import { energyRails, summedDomains, type NamedCount } from './energy-rails.ts';

export const EMI_ID = 'emi';

/** More than the packages of any machine that runs Windows draw together, W. */
export const MAX_MACHINE_W = 4000;
/** Longer metadata is none, bytes. */
const MAX_METADATA_BYTES = 65_536;

const MISSED = {
  id: EMI_ID,
  tier: 'counter' as const,
  domains: ['package' as const],
  fixOf: () => null,
};

export async function probeEmi(
  { clock }: Pick<MeterEnvironment, 'clock'>,
  load: () => Promise<EmiSystem>,
): Promise<ProbeResult> {
  return probeOne(MISSED, async () => observe(await load(), clock));
}

interface Opened {
  /** Place in the list of devices. */
  readonly place: number;
  readonly device: EmiDevice;
  readonly channels: readonly string[];
}

interface Channel extends NamedCount {
  /** Device and place in its measurement. */
  readonly id: string;
}

async function observe(system: EmiSystem, clock: Clock) {
  let opened = openAll(system);
  const close = () => {
    for (const { device } of opened) device.close();
    opened = [];
  };
  try {
    const rails = energyRails(readAll(opened));
    const domains = [...new Set(rails.map(({ domain }) => domain))];
    const wanted = new Set(rails.map(({ channel }) => channel.id));
    const meter: CounterMeter = {
      kind: 'counter',
      info: {
        id: EMI_ID,
        tier: 'counter',
        domains,
        summed: summedDomains(domains, 'the Energy Meter Interface'),
        source: `Energy Meter Interface: ${rails.map(({ channel }) => channel.name).join(', ')}`,
        updatePeriodS: null,
        resolutionJ: null,
        accuracyRatio: null,
      },
      channels: rails.map(({ channel: { id }, domain }) => ({
        id,
        domain,
        unitJ: PICOWATT_HOUR_J,
        rangeCounts: null,
      })),
      maxPowerW: MAX_MACHINE_W,
      read: () =>
        Promise.resolve().then(() => {
          if (opened.length === 0) opened = openAll(system);
          const fromS = clock.nowS();
          const counts = readAll(opened).filter(({ id }) => wanted.has(id));
          const atS = (fromS + clock.nowS()) / 2;
          return { atS, counts: new Map(counts.map(({ id, energyPwh }) => [id, energyPwh])) };
        }),
      close: () => Promise.resolve(close()),
    };
    return await observeCounter(meter, clock);
  } catch (error) {
    close();
    throw error;
  }
}

/** All devices that can be opened; the fault of the first where none can. */
function openAll(system: EmiSystem): Opened[] {
  const opened: Opened[] = [];
  let first: Fault | null = null;
  for (const [place, path] of system.devices().entries()) {
    try {
      opened.push({ place, ...openOne(system, path) });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      first ??= error;
    }
  }
  if (opened.length > 0) return opened;
  throw first ?? new Fault('meter-missing', 'Windows knows no energy meter on this machine');
}

function openOne(system: EmiSystem, path: string): Omit<Opened, 'place'> {
  const device = system.open(path);
  try {
    const version = parseEmiVersion(device.control(EMI_GET.version, EMI_VERSION_BYTES));
    const size = parseEmiSize(device.control(EMI_GET.metadataSize, EMI_SIZE_BYTES));
    if (size > MAX_METADATA_BYTES) {
      throw new Fault('meter-unreadable', `an energy meter announces ${size} bytes of metadata`);
    }
    const { channels } = parseEmiMetadata(version, device.control(EMI_GET.metadata, size));
    return { device, channels };
  } catch (error) {
    device.close();
    throw error;
  }
}

function readAll(opened: readonly Opened[]): Channel[] {
  return opened.flatMap(({ place, device, channels }) => {
    const bytes = device.control(EMI_GET.measurement, emiMeasurementBytes(channels.length));
    return parseEmiMeasurements(bytes, channels.length).map(({ energyPwh }, index) => {
      const name = channels[index] ?? '';
      return { id: `${place}:${name}`, name, energyPwh };
    });
  });
}
