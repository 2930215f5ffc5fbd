/** The sentences on devices: what a row's label says, what its figures include, what could not be run. */
import { agreementWithNative } from '#core/format/agreement.ts';
import { providerText } from '#core/format/provider.ts';
import { sessionText } from '#core/format/session.ts';
import { groupBy } from '#core/group-by.ts';
import { LEAST_OWN_SHARE } from '#core/placement-judge.ts';
import { PROVIDER_FACTS, targetName } from '#core/providers.ts';
import type { LeftOut, Row, RunRecord } from '#core/record/schema.ts';

export function deviceNotes({ rows, plan }: Pick<RunRecord, 'rows' | 'plan'>): string[] {
  const ran = rows.filter((row) => Object.keys(row.placement).length > 0);
  return [
    ...fellBackNote(ran),
    ...softwareNote(ran),
    ...unverifiedNote(ran),
    ...copyNotes(ran),
    ...agreementNotes(ran),
    ...leftOutNotes(plan.leftOut),
  ];
}

function fellBackNote(rows: readonly Row[]): string[] {
  const example = rows.find(({ ranAs }) => ranAs !== null);
  return example !== undefined
    ? [
        `"${providerText(example)}": the provider that was asked for executed less than ${100 * LEAST_OWN_SHARE} % of the ` +
          'node time, so the row stands for the one that did the work.',
      ]
    : [];
}

function softwareNote(rows: readonly Row[]): string[] {
  const software = rows.filter(({ adapter, ranAs }) => adapter?.kind === 'software' && ranAs === null);
  return software.length === 0
    ? []
    : [
        `Software adapter (${targetsOf(software)}): a driver that computes on the processor. Such rows count and ` +
          'rank as the processor, never as a GPU.',
      ];
}

function unverifiedNote(rows: readonly Row[]): string[] {
  const unverified = rows.filter(({ deviceVerified }) => !deviceVerified);
  return unverified.length === 0
    ? []
    : [
        `Unverified (${targetsOf(unverified)}): the nodes ran on the provider that was asked for, but nothing on this ` +
          'platform tells what it computed on.',
      ];
}

/** Only where there is a device besides the processor: there alone is something to copy. */
function copyNotes(rows: readonly Row[]): string[] {
  const away = rows.filter(({ provider }) => PROVIDER_FACTS[provider].placedAs !== 'cpu');
  const onHost = away.filter(({ tensorsOn }) => tensorsOn === 'host');
  const onDevice = away.filter(({ tensorsOn }) => tensorsOn === 'device');
  return [
    ...(onHost.length === 0
      ? []
      : [
          `Copies to and from the device are included in the figures of ${targetsOf(onHost)}: inputs and outputs lie on the host.`,
        ]),
    ...(onDevice.length === 0
      ? []
      : [
          `Tensors stay on the device between inferences with ${targetsOf(onDevice)}: no copies are in the figures.`,
        ]),
  ];
}

/** What other providers answer at fp32, held against native fp32 on the processor: a line a target. */
function agreementNotes(rows: readonly Row[]): string[] {
  const compared = rows.flatMap((row) => {
    const agreement = agreementWithNative(row);
    return agreement === null ? [] : [{ row, ...agreement }];
  });
  return [...groupBy(compared, ({ row, same }) => `${sessionText(row)}/${same}`).values()].flatMap(
    (group) => {
      const [first] = group;
      if (first === undefined) return [];
      const says = first.same ? 'same answers as native fp32' : 'answers differ from native fp32';
      const figures = group.map(({ row, figure }) => `${row.model} ${figure}`);
      return [`${sessionText(first.row)}: ${says}: ${figures.join(', ')}.`];
    },
  );
}

/** Each reason once, with all that it left out. */
function leftOutNotes(leftOut: readonly LeftOut[]): string[] {
  return [...groupBy(leftOut, ({ reason }) => reason)].map(([reason, group]) => {
    const pairs = group.map(({ model, precision, target }) => {
      const what = precision === null ? model : `${model} ${precision}`;
      return target === null ? what : `${what} on ${target}`;
    });
    return `Left out: ${pairs.join(', ')}: ${/[.!?]$/.test(reason) ? reason : `${reason}.`}`;
  });
}

const targetsOf = (rows: readonly Row[]): string => [...new Set(rows.map(targetName))].join(', ');
