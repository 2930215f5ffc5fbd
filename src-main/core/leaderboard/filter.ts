/** Which submissions a person wants to see. The queries of store/leaderboard/query ask the same of a file's rows. */
import type { Device, Precision, Provider } from '../configuration.ts';
import type { Tier } from '../provenance.ts';
import type { CheckedLine } from './rank.ts';

/** null: whatever it is. */
export interface BoardFilter {
  readonly models: readonly string[] | null;
  readonly precisions: readonly Precision[] | null;
  readonly providers: readonly Provider[] | null;
  /** What it computed on. */
  readonly devices: readonly Device[] | null;
  readonly tiers: readonly Tier[] | null;
  /** Runs that started then or later, ms since 1970. */
  readonly sinceMs: number | null;
  /** Only lines whose signature holds and whose figures follow. */
  readonly verifiedOnly: boolean;
}

export const NO_FILTER: BoardFilter = {
  models: null,
  precisions: null,
  providers: null,
  devices: null,
  tiers: null,
  sinceMs: null,
  verifiedOnly: false,
};

export function isWanted({ submission, check }: CheckedLine, filter: BoardFilter): boolean {
  const { model, precision, provider, device } = submission.configuration;
  return (
    isAmong(model, filter.models) &&
    isAmong(precision, filter.precisions) &&
    isAmong(provider, filter.providers) &&
    isAmong(device, filter.devices) &&
    isAmong(submission.tier, filter.tiers) &&
    (filter.sinceMs === null || Date.parse(submission.startedAt) >= filter.sinceMs) &&
    (!filter.verifiedOnly || check.state === 'verified')
  );
}

function isAmong<T>(value: T, wanted: readonly T[] | null): boolean {
  return wanted === null || wanted.includes(value);
}
