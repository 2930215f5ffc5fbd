/**
 * Energy of a Mac's processor through `powermetrics`, where sudo allows its one command line without a
 * password. Each sample is the mean of about a second, so their sum is a counter that steps with them.
 */
import { Fault, type WireFault } from '#core/errors.ts';
import type { CounterChannel, CounterMeter, ProbeResult } from '#core/ports.ts';
import type { Domain } from '#core/provenance.ts';
import type { MeterEnvironment } from '../environment.ts';
import { followSamples } from '../followed-sample.ts';
import { observeCounter } from '../observe-counter.ts';
import { probeOne } from '../probe.ts';
import { POWERMETRICS, POWERMETRICS_ARGS, POWERMETRICS_FIX } from './powermetrics-fix.ts';
import { parsePowermetricsPlist, type PowerParts } from './powermetrics-parse.ts';

export const POWERMETRICS_ID = 'powermetrics';

/** Counts are whole microjoules. */
const UNIT_J = 1e-6;
/** More than any Mac's processor draws, W. */
const MAX_SOC_W = 500;
/** It samples once a second; a busy machine is late. */
const FIRST_WITHIN_S = 4;
const PLIST_END = '</plist>';
const WATCH = { moveWithinS: 3, watchS: 3.5, pollS: 0.02 };

/** What is told, and its domain: the total contains the others. */
const DOMAINS: readonly (readonly [Domain, (parts: PowerParts) => number | null])[] = [
  ['soc', ({ totalW }) => totalW],
  ['core', ({ cpuW }) => cpuW],
  ['gpu', ({ gpuW }) => gpuW],
  ['npu', ({ aneW }) => aneW],
  ['dram', ({ dramW }) => dramW],
];

export async function probePowermetrics(environment: MeterEnvironment): Promise<ProbeResult[]> {
  if (environment.platform !== 'darwin' || environment.synthetic) return [];
  const missed = {
    id: POWERMETRICS_ID,
    tier: 'model' as const,
    domains: ['soc' as const],
    fixOf: ({ code }: WireFault) => (code === 'meter-no-permission' ? POWERMETRICS_FIX : null),
  };
  return [await probeOne(missed, () => openPowermetrics(environment))];
}

interface Counts {
  readonly total: NonNullable<PowerParts['total']>;
  readonly byDomain: ReadonlyMap<Domain, bigint>;
}

async function openPowermetrics(environment: MeterEnvironment) {
  const samples = followCounts(environment);
  try {
    const first = await newest(samples);
    const channels = [...first.value.byDomain.keys()].map((domain): CounterChannel => ({
      id: domain,
      domain,
      unitJ: UNIT_J,
      rangeCounts: null,
    }));
    const domains = channels.map(({ domain }) => domain);
    const meter: CounterMeter = {
      kind: 'counter',
      info: {
        id: POWERMETRICS_ID,
        // Apple calls its figures estimates; Intel's come from its own energy model.
        tier: 'model',
        domains,
        summed: ['soc'],
        source: `powermetrics, ${first.value.total} power of the processor`,
        updatePeriodS: null,
        resolutionJ: null,
        accuracyRatio: null,
      },
      channels,
      maxPowerW: MAX_SOC_W,
      async read() {
        const { atS, value } = await newest(samples);
        return { atS, counts: new Map(value.byDomain) };
      },
      close: () => samples.close(),
    };
    return await observeCounter(meter, environment.clock, WATCH);
  } finally {
    // It runs again from the first reading of a run.
    await samples.close();
  }
}

type Followed = ReturnType<typeof followCounts>;

function followCounts(environment: MeterEnvironment) {
  let counts: Counts | null = null;
  let countedRun = 0;
  const program = {
    file: '/usr/bin/sudo',
    // Never a prompt: a password is not ours to ask for.
    args: ['-n', POWERMETRICS, ...POWERMETRICS_ARGS],
    // Samples are parted by NUL, but that may come with the next one: this ends each at once.
    separator: PLIST_END,
    firstWithinS: FIRST_WITHIN_S,
    nextWithinS: FIRST_WITHIN_S,
  };
  return followSamples<Counts>(environment, program, (part, _atS, run) => {
    if (part.trim() === '') return null;
    // What was used between two runs of the program is lost: a window over it must not count, and
    // does not, because the counts then go back.
    if (run !== countedRun) [counts, countedRun] = [null, run];
    counts = added(counts, `${part}${PLIST_END}`);
    return counts;
  });
}

function added(counts: Counts | null, part: string): Counts {
  const { parts, elapsedS } = parsePowermetricsPlist(part);
  const { total } = parts;
  if (elapsedS === null || total === null) {
    throw new Fault('meter-unreadable', 'powermetrics told no total power, or not of what time');
  }
  const byDomain = new Map<Domain, bigint>();
  for (const [domain, powerOf] of DOMAINS) {
    const powerW = powerOf(parts);
    if (powerW === null) continue;
    const used = BigInt(Math.round((powerW * elapsedS) / UNIT_J));
    byDomain.set(domain, (counts?.byDomain.get(domain) ?? 0n) + used);
  }
  return { total, byDomain };
}

/** sudo's refusal is a lack of permission, and nothing else. */
async function newest(samples: Followed) {
  try {
    return await samples.newest();
  } catch (error) {
    if (!(error instanceof Fault) || !/sudo: .*password|not allowed|may not run/i.test(error.message))
      throw error;
    throw new Fault('meter-no-permission', `sudo does not allow ${POWERMETRICS} without a password`, {
      cause: error,
    });
  }
}
