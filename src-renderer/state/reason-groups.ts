/** What did not run, brought together by its reason: one device that is missing costs a row of every model. */
import type { Configuration } from '#core/configuration.ts';
import { targetName } from '#core/providers.ts';
import type { LeftOut } from '#core/record/schema.ts';
import type { Failure } from './run.svelte.ts';

export interface ReasonGroup {
  readonly reason: string;
  /** null: the reason is all that is known. */
  readonly remedy: string | null;
  /** What it holds for, e.g. `PP-OCRv4 detection, Silero VAD v6, fp16 on webgpu`. */
  readonly what: readonly string[];
}

interface Entry {
  readonly reason: string;
  readonly remedy: string | null;
  /** The model's name for people. */
  readonly title: string;
  /** Empty: all that were asked for. */
  readonly place: string;
}

type TitleOf = (model: string) => string;

export function leftOutGroups(leftOut: readonly LeftOut[], titleOf: TitleOf): ReasonGroup[] {
  return groupsOf(
    leftOut.map(({ model, precision, target, reason }) => {
      const place = [precision, target === null ? null : `on ${target}`]
        .filter((part) => part !== null)
        .join(' ');
      return { reason, remedy: null, title: titleOf(model), place };
    }),
  );
}

export function failureGroups(failures: readonly Failure[], titleOf: TitleOf): ReasonGroup[] {
  return groupsOf(
    failures.map(({ configuration, message, remedy }) => ({
      reason: message,
      remedy,
      title: titleOf(configuration.model),
      place: placeOf(configuration),
    })),
  );
}

function placeOf(configuration: Configuration): string {
  return `${configuration.precision} on ${targetName(configuration)}`;
}

/** In the order in which each reason came first. */
function groupsOf(entries: readonly Entry[]): ReasonGroup[] {
  return grouped(entries, ({ reason, remedy }) => `${reason}\n${remedy ?? ''}`).map(([first, ...others]) => {
    const what = grouped([first, ...others], ({ place }) => place).map((members) => {
      const titles = [...new Set(members.map(({ title }) => title))].join(', ');
      return members[0].place === '' ? titles : `${titles}, ${members[0].place}`;
    });
    return { reason: first.reason, remedy: first.remedy, what };
  });
}

type NotEmpty<T> = [T, ...T[]];

function grouped<T>(list: readonly T[], keyOf: (entry: T) => string): NotEmpty<T>[] {
  const groups = new Map<string, NotEmpty<T>>();
  for (const entry of list) {
    const group = groups.get(keyOf(entry));
    if (group === undefined) groups.set(keyOf(entry), [entry]);
    else group.push(entry);
  }
  return [...groups.values()];
}
