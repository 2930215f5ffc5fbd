/** The sentences under a ranking: what its figures are worth, and what went wrong. */
import { isDegraded } from '#core/fidelity.ts';
import { watts } from '#core/format/figures.ts';
import { perUnitText } from '#core/format/per-unit.ts';
import { savingText } from '#core/format/savings.ts';
import type { Tier } from '#core/provenance.ts';
import { domainsText, rankGroup } from '#core/ranking/group.ts';
import type { Row, RunRecord } from '#core/record/schema.ts';
import { deviceNotes } from './device-notes.ts';
import { reasonNotes, sentence, shortLabel } from './reason-notes.ts';

const TIER_MEANS: Record<Tier, string> = {
  external: 'external: measured outside the machine, at the plug or the cable',
  counter: 'counter: read from an energy counter of the hardware',
  sensor: 'sensor: power readings, integrated over time',
  model: "model: the vendor's own model of the device, not a measurement",
  estimate: 'estimate: computed by Joulemark from the processor time of the work',
};

export function runNotes(record: RunRecord): string[] {
  return [
    ...syntheticNote(record),
    ...stateNote(record),
    ...tierNotes(record),
    ...footprintNote(record),
    ...rankNotes(record.rows),
    ...deviceNotes(record),
    ...syntheticWeightsNote(record.rows),
    ...tokenNotes(record.rows),
    ...savingNotes(record.rows),
    ...degradedNote(record.rows),
    ...reasonNotes(record.rows),
  ];
}

function syntheticNote(record: RunRecord): string[] {
  return record.synthetic
    ? [
        'SYNTHETIC: the energy was read from a made source (a replaced sysfs root or a replay), not from this ' +
          'machine. No leaderboard accepts this run.',
      ]
    : [];
}

function stateNote({ state, rows }: RunRecord): string[] {
  if (rows.length > 0 && rows.every((row) => row.verdict === 'failed')) {
    return ['Nothing could be measured: every configuration failed.'];
  }
  const rounds = new Set(
    rows.flatMap((row) =>
      row.windows.filter((window) => window.kind === 'measure').map((window) => window.round),
    ),
  ).size;
  return state === 'interrupted'
    ? [
        `The run was interrupted in its ${rounds === 0 ? 'preparation' : `round ${rounds}`}; these are the figures so far.`,
      ]
    : [];
}

function tierNotes(record: RunRecord): string[] {
  const tiers = new Set(record.rows.flatMap((row) => row.tier ?? []));
  const means = [...tiers].map((tier) => TIER_MEANS[tier]);
  const notes = means.length === 0 ? [] : [`Tier ${means.join('; ')}.`];
  const groups = new Map(record.rows.flatMap((row) => (row.tier === null ? [] : [[rankGroup(row), row]])));
  if (groups.size > 1) {
    const names = [...groups.values()].map((row) => `${row.tier} of ${domainsText(row)}`);
    notes.push(
      `A rank counts within its tier and what the energy covers (${names.join('; ')}): figures of different groups ` +
        'are not compared.',
    );
  }
  return tiers.has('estimate') ? [...notes, ...estimateNotes(record)] : notes;
}

function estimateNotes({ meters, machine }: RunRecord): string[] {
  const where = machine.virtualMachine === true ? 'This virtual machine' : 'This machine';
  const missing = meters.flatMap((meter) => (meter.status === 'unavailable' ? [meter] : []));
  return [
    `${where} has no power meter that can be read, so the joules are not measured: they are estimated from ` +
      "processor time and the processor's rated power. They tell which configuration works the processor " +
      'least on this machine; they do not compare machines.',
    ...missing.map(({ id, fault }) => `No reading from ${id}: ${sentence(fault.message)} ${fault.remedy}`),
    'To measure, run Joulemark where an energy counter can be read: on the machine itself, not in a virtual ' +
      'one; on Linux with access to /sys/class/powercap (README, "Permissions").',
  ];
}

/** Commands that would let an estimated run measure instead, as the meters know them. */
export function repairs({ rows, meters }: RunRecord): { readonly id: string; readonly fix: string }[] {
  if (!rows.some((row) => row.tier === 'estimate')) return [];
  return meters.flatMap((meter) =>
    meter.status === 'unavailable' && meter.fix !== null ? [{ id: meter.id, fix: meter.fix }] : [],
  );
}

function footprintNote({ footprint }: RunRecord): string[] {
  if (footprint === null) return [];
  const { meter, visibleIdleW, hiddenIdleW } = footprint;
  return [
    `Joulemark's own window costs ${watts(visibleIdleW - hiddenIdleW)} while it is visible (${meter}); it is part of ` +
      'the idle power, and not of the net energies.',
  ];
}

function rankNotes(rows: readonly Row[]): string[] {
  const ranked = rows.filter((row) => row.rank !== null);
  const places = new Set(ranked.map((row) => `${rankGroup(row)}/${row.rank}`));
  return places.size < ranked.length
    ? ['Configurations of the same rank could not be told apart from its first one by these rounds.']
    : [];
}

function syntheticWeightsNote(rows: readonly Row[]): string[] {
  const names = [...new Set(rows.flatMap((row) => (row.modelKind === 'architecture' ? [row.model] : [])))];
  return names.length === 0
    ? []
    : [
        `Synthetic weights: ${names.join(', ')}. Energy and latency are those of the architecture; accuracy does ` +
          'not apply.',
      ];
}

function tokenNotes(rows: readonly Row[]): string[] {
  return rows.flatMap((row) => {
    const text = perUnitText(row);
    return text === null ? [] : [`${shortLabel(row)}: ${text}.`];
  });
}

function savingNotes(rows: readonly Row[]): string[] {
  return rows.flatMap((row) => {
    const text = savingText(row);
    return text === null ? [] : [`${shortLabel(row)}: ${text}.`];
  });
}

function degradedNote(rows: readonly Row[]): string[] {
  return rows.some(isDegraded)
    ? [
        'Degraded: the answers fall short of what the model must keep. Such rows stand behind all that hold, ' +
          'however frugal they are.',
      ]
    : [];
}
