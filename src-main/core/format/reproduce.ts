/** The command that measures a row again. */
import type { Row, RunRecord } from '../record/schema.ts';
import { QUICK, STANDARD, THOROUGH } from '../protocol/constants.ts';
import { targetName } from '../providers.ts';

type Plan = RunRecord['plan'];
type Ran = Pick<Row, 'model' | 'precision' | 'provider' | 'unit' | 'threads' | 'spinning' | 'arena'>;

/**
 * Arguments of `joulemark` for this one configuration, by the rules of the record's plan. Not among them, as no record
 * says it: --no-fallback and --memory-limit.
 */
export function reproduceArguments(row: Ran, { seed, scenario, constants }: Plan): string[] {
  return [
    'bench',
    ...['--models', row.model],
    ...['--precisions', row.precision],
    ...['--providers', targetName(row)],
    ...['--threads', String(row.threads)],
    ...(row.spinning ? [] : ['--spinning', 'off']),
    ...(row.arena ? [] : ['--arena', 'off']),
    ...lengthArguments(constants),
    ...(scenario.kind === 'fixed-rate' ? ['--rate', plainNumber(scenario.ratePerS)] : []),
    ...['--seed', String(seed)],
  ];
}

/** For a POSIX shell, in one line. */
export function reproduceCommand(row: Ran, plan: Plan): string {
  return ['npx', 'joulemark', ...reproduceArguments(row, plan)].map(shellWord).join(' ');
}

const USUAL = [[], STANDARD] as const;
/** Options that replace the usual table, with theirs; told apart by how narrow an interval each asks for. */
const LENGTHS = [USUAL, [['--quick'], QUICK], [['--thorough'], THOROUGH]] as const;

/** What the record's constants have that the usual ones do not. */
function lengthArguments(constants: Plan['constants']): string[] {
  const [option, base] =
    LENGTHS.find(
      ([, { targetHalfWidthRatio }]) => targetHalfWidthRatio === constants['targetHalfWidthRatio'],
    ) ?? USUAL;
  const { minRounds, maxRounds, windowSeconds, timeLimitSeconds } = constants;
  const rounds = minRounds === maxRounds ? minRounds : undefined;
  const other = (name: string, value: number | undefined, usual: number): string[] =>
    value === undefined || value === usual ? [] : [name, plainNumber(value)];
  return [
    ...option,
    ...(rounds === undefined ? [] : ['--rounds', plainNumber(rounds)]),
    ...other('--window-seconds', windowSeconds, base.windowSeconds),
    ...other('--time-limit', timeLimitSeconds, base.timeLimitSeconds),
  ];
}

/** The options take digits and a point: 1e-7 and 1e+21 would not be numbers to them. */
function plainNumber(value: number): string {
  const text = String(value);
  return /^\d+(\.\d+)?$/.test(text) ? text : value.toFixed(9).replace(/\.?0+$/, '');
}

/** As it is where no shell reads anything into it, else in single quotes. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
