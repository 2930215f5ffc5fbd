/** Lines of a made board that are no submissions: damaged ones, and such as take a submission back. */
import { canonicalText } from '#core/leaderboard/identity.ts';
import { revocationOf } from '#core/leaderboard/revocation.ts';
import { SUBMISSION_SCHEMA } from '#core/leaderboard/schema.ts';
import { randomOf } from './draw.ts';
import { madeSigner } from './keys.ts';
import { ROWS_PER_RUN, type BoardOptions } from './options.ts';
import { madeRun } from './run.ts';

/** Each of them once, and again from the first on. */
const DAMAGES: readonly ((line: string) => string)[] = [
  // A writer that died, and one after it that repaired the line.
  (line) => line.slice(0, Math.floor(line.length / 2)),
  // Someone who would like to be more frugal.
  (line) => line.replace(/"netJ":[^,}]+/, '"netJ":1e-9'),
  (line) => `${line.slice(0, 100)}\0\0\0\0${line.slice(104)}`,
  () => '<<<<<<< ours',
  (line) => line.replace(SUBMISSION_SCHEMA, 'joulemark.submission/999'),
  () => '[1,2,3]',
  (line) => line.replace('"rounds":', '"runden":'),
];

/** By the place of the submission that they follow. */
export type Extras = ReadonlyMap<number, readonly string[]>;

export function extrasOf(options: BoardOptions): Extras {
  const { count, damaged, revoked } = options;
  if (revoked > 0 && !options.signed) throw new RangeError('only signed submissions can be revoked');
  if (revoked > count) throw new RangeError(`of ${count} submissions, ${revoked} cannot be revoked`);
  const extras = new Map<number, string[]>();
  const add = (place: number, line: string): void => {
    extras.set(place, [...(extras.get(place) ?? []), line]);
  };
  const places = (wanted: number): number[] =>
    Array.from({ length: wanted }, (_, index) => Math.floor(((index + 0.5) * count) / wanted));
  for (const [index, place] of places(damaged).entries()) {
    const damage = DAMAGES[index % DAMAGES.length] as (line: string) => string;
    add(place, damage(lineAt(options, place)));
  }
  for (const place of places(revoked)) add(place, revocationLine(options, place));
  return extras;
}

const runAt = (place: number): number => Math.floor(place / ROWS_PER_RUN);

function madeAt(options: BoardOptions, place: number) {
  const made = madeRun(options, runAt(place))[place % ROWS_PER_RUN];
  if (made === undefined) throw new RangeError(`no run has a row ${place % ROWS_PER_RUN}`);
  return made;
}

const lineAt = (options: BoardOptions, place: number): string => madeAt(options, place).line;

/** Of the submission at the place, an hour after its run. */
function revocationLine(options: BoardOptions, place: number): string {
  const { id, line } = madeAt(options, place);
  const { startedAt } = JSON.parse(line) as { startedAt: string };
  const revokedAt = new Date(Date.parse(startedAt) + 3_600_000).toISOString();
  // The first number that a run draws says which machine it is of; see run.ts.
  const machine = Math.floor(randomOf(options.seed, runAt(place))() * options.devices);
  const signer = madeSigner(options.seed, machine);
  return canonicalText({ ...revocationOf(id, revokedAt, 'the fan was blocked', signer) });
}
