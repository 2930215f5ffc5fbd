/** What can be asked of `leaderboard rank`, and what is meant by it. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { PROVIDERS, type Device, type Provider } from '#core/configuration.ts';
import type { FaultCode } from '#core/errors.ts';
import { BEST_OF, type BestOf } from '#core/leaderboard/choose.ts';
import type { BoardFilter } from '#core/leaderboard/filter.ts';
import type { RankOptions } from '#core/leaderboard/rank.ts';
import { TIERS, type Tier } from '#core/provenance.ts';
import { list, precisionsOf, unknownName } from '../option-values.ts';

export interface GivenOptions {
  readonly model?: readonly string[];
  readonly precision?: readonly string[];
  readonly provider?: readonly string[];
  readonly device?: readonly string[];
  readonly tier?: readonly string[];
  readonly since?: number;
  readonly verified?: boolean;
  readonly all?: boolean;
  readonly best?: BestOf;
  readonly byPrecision?: boolean;
  readonly mixTiers?: boolean;
  /** null: all. */
  readonly top: number | null;
  /** null: all; absent: what suits the form. */
  readonly boards?: number | null;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly md?: boolean;
  readonly html?: boolean;
}

const DEVICES: readonly Device[] = ['cpu', 'gpu', 'npu'];
/** Entries of a board that are shown, each verified in full, unless more are asked for. */
const DEFAULT_TOP = 20;
/** Tables of more boards than these nobody reads. */
const DEFAULT_BOARDS = 20;

export function addRankOptions(command: Command): Command {
  return command
    .option('--model <names>', 'only these, with commas between them', list)
    .option('--precision <names>', 'only these', list)
    .option('--provider <names>', 'only these', list)
    .option('--device <names>', 'only what computed on these: cpu, gpu, npu', list)
    .option('--tier <names>', `only these: ${TIERS.join(', ')}`, list)
    .option('--since <date>', 'only runs of that day or later, e.g. 2026-01-31 (UTC)', dayOf)
    .option('--verified', 'only signed lines that hold; others are shown with what they are')
    .option('--all', 'every run of a device and configuration, not only the newest')
    .addOption(
      new Option(
        '--best <of>',
        'of those only the best one of each device, processor or installation (its key); what does not tell which is left out',
      ).choices([...BEST_OF]),
    )
    .option('--by-precision', 'a board of its own for each precision')
    .option('--mix-tiers', 'all tiers on one board; each row then says its own')
    .option('--top <n>', 'entries a board, or all', countOf, DEFAULT_TOP)
    .option(
      '--boards <n>',
      `boards, those with most lines, or all (default: ${DEFAULT_BOARDS} in tables, else all)`,
      countOf,
    )
    .addOption(new Option('--json', 'as JSON').conflicts(['csv', 'md', 'html']))
    .addOption(new Option('--csv', 'as CSV').conflicts(['md', 'html']))
    .addOption(new Option('--md', 'as Markdown').conflicts('html'))
    .option('--html', 'as a page of its own, e.g. > board.html');
}

/** Throws a `Fault` that names the nearest valid word. */
export function filterOf(given: GivenOptions): BoardFilter {
  return {
    models: given.model ?? null,
    precisions: given.precision === undefined ? null : precisionsOf(given.precision),
    providers: known<Provider>('unknown-provider', 'provider', given.provider, PROVIDERS),
    devices: known<Device>('wrong-usage', 'device', given.device, DEVICES),
    tiers: known<Tier>('wrong-usage', 'tier', given.tier, TIERS),
    sinceMs: given.since ?? null,
    verifiedOnly: given.verified === true,
  };
}

export function rankOptionsOf(given: GivenOptions): RankOptions {
  return {
    keep: given.all === true ? 'all' : 'newest',
    best: given.best ?? null,
    byPrecision: given.byPrecision === true,
    mixTiers: given.mixTiers === true,
    top: given.top,
  };
}

/** null: all. */
export function boardLimitOf(given: GivenOptions): number | null {
  if (given.boards !== undefined) return given.boards;
  return given.json === true || given.csv === true || given.html === true ? null : DEFAULT_BOARDS;
}

function known<T extends string>(
  code: FaultCode,
  what: string,
  names: readonly string[] | undefined,
  valid: readonly T[],
): readonly T[] | null {
  if (names === undefined) return null;
  return names.map((name) => {
    const found = valid.find((each) => each === name);
    if (found === undefined) throw unknownName(code, what, name, valid);
    return found;
  });
}

/** A day in UTC, or a moment with its offset; ms since 1970. */
function dayOf(text: string): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const ms = isDay || isMoment ? Date.parse(text) : Number.NaN;
  // 2026-02-31 is parsed as a day in March.
  const isReal = !isDay || (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text));
  if (Number.isNaN(ms) || !isReal) throw new InvalidArgumentError('It takes a date such as 2026-01-31.');
  return ms;
}

function countOf(text: string): number | null {
  if (text === 'all') return null;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('It takes a number from 1 up, or all.');
  return Number(text);
}
