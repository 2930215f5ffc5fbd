/**
 * Processor energy from the performance counters of Windows' energy meters, through one PowerShell that
 * prints them once a second: where the interface itself may not be opened.
 */
import type { CounterMeter, ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { followSamples, type FollowedSample } from '../followed-sample.ts';
import { observeCounter } from '../observe-counter.ts';
import { probeOne } from '../probe.ts';
import { MAX_MACHINE_W } from './emi.ts';
import { PICOWATT_HOUR_J } from './emi-parse.ts';
import { parseEnergyLine } from './energy-meter-parse.ts';
import { energyRails, summedDomains, type NamedCount } from './energy-rails.ts';
import { POWERSHELL, powerShellArgs } from './powershell.ts';

export const ENERGY_METER_ID = 'energy-meter';

/** Starting PowerShell and its first counter take seconds on a slow machine. */
const FIRST_WITHIN_S = 12;
const NEXT_WITHIN_S = 5;
/** The counters are refreshed once a second. */
const WATCH = { moveWithinS: 4, watchS: 4, pollS: 0.02 };

/**
 * Counters are named in the system's language: the number of the English name leads to the local one.
 * Raw values are whole numbers, which every language writes alike.
 */
const SCRIPT = `
$lists = 'HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Perflib'
$english = (Get-ItemProperty ($lists + '\\009')).Counter
$local = (Get-ItemProperty ($lists + '\\CurrentLanguage')).Counter
function Local($name) {
  $at = [array]::IndexOf($english, $name)
  if ($at -lt 1) { return $name }
  $there = [array]::IndexOf($local, $english[$at - 1])
  if ($there -lt 0) { $name } else { $local[$there + 1] }
}
$path = '\\' + (Local 'Energy Meter') + '(*)\\' + (Local 'Energy')
Get-Counter -Counter $path -SampleInterval 1 -Continuous | ForEach-Object {
  $pairs = $_.CounterSamples | ForEach-Object { $_.InstanceName + '=' + $_.RawValue }
  [Console]::Out.WriteLine($pairs -join ';')
}`;

export function probeEnergyMeter(environment: MeterEnvironment): Promise<ProbeResult> {
  const missed = {
    id: ENERGY_METER_ID,
    tier: 'counter' as const,
    domains: ['package' as const],
    fixOf: () => null,
  };
  return probeOne(missed, () => openEnergyMeter(environment));
}

async function openEnergyMeter(environment: MeterEnvironment) {
  const samples: FollowedSample<NamedCount[]> = followSamples(
    environment,
    {
      file: POWERSHELL,
      args: powerShellArgs(SCRIPT),
      separator: '\n',
      firstWithinS: FIRST_WITHIN_S,
      nextWithinS: NEXT_WITHIN_S,
    },
    (line) => (line.trim() === '' ? null : parseEnergyLine(line)),
  );
  try {
    const rails = energyRails((await samples.newest()).value);
    const domains = [...new Set(rails.map(({ domain }) => domain))];
    const meter: CounterMeter = {
      kind: 'counter',
      info: {
        id: ENERGY_METER_ID,
        tier: 'counter',
        domains,
        summed: summedDomains(domains, 'the counter set "Energy Meter"'),
        source: `performance counters "Energy Meter": ${rails.map(({ channel }) => channel.name).join(', ')}`,
        updatePeriodS: null,
        resolutionJ: null,
        accuracyRatio: null,
      },
      channels: rails.map(({ channel, domain }) => ({
        id: channel.name,
        domain,
        unitJ: PICOWATT_HOUR_J,
        rangeCounts: null,
      })),
      maxPowerW: MAX_MACHINE_W,
      async read() {
        const { atS, value } = await samples.newest();
        return { atS, counts: new Map(value.map(({ name, energyPwh }) => [name, energyPwh])) };
      },
      close: () => samples.close(),
    };
    return await observeCounter(meter, environment.clock, WATCH);
  } finally {
    // It runs again from the first reading of a run.
    await samples.close();
  }
}
