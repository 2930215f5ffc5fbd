/** From the options of `bench` to what the runner is asked for. */
import type { Length } from '#core/protocol/constants.ts';
import type { RunRequest } from '#core/run-request.ts';
import type { MeterOptions } from '../meter-options.ts';
import { precisionsOf, targetsOf } from '../option-values.ts';

export interface BenchOptions extends MeterOptions {
  readonly quick?: boolean;
  readonly thorough?: boolean;
  readonly models?: readonly string[];
  readonly precisions?: readonly string[];
  readonly providers?: readonly string[];
  readonly threads?: number;
  readonly rounds?: number;
  readonly windowSeconds?: number;
  readonly timeLimit?: number;
  readonly seed?: number;
  readonly json?: string;
  readonly csv?: string;
  readonly md?: string;
  readonly html?: string;
  readonly submit?: string;
  readonly yes?: boolean;
  readonly unsigned?: boolean;
  readonly rate?: number;
  /** False only where --no-fallback is given: commander's way with negated options. */
  readonly fallback?: boolean;
  readonly spinning?: readonly boolean[];
  readonly arena?: readonly boolean[];
  /** GiB */
  readonly memoryLimit?: number;
}

const GIB = 2 ** 30;

/** The two options exclude each other. */
const lengthOf = ({ quick, thorough }: BenchOptions): Length =>
  quick ? 'quick' : thorough ? 'thorough' : 'standard';

/** Throws a `Fault` for an unknown precision or provider; models are checked by the catalogue. */
export function requestOf(options: BenchOptions): RunRequest {
  return {
    models: options.models ? [...options.models] : null,
    precisions: options.precisions ? precisionsOf(options.precisions) : null,
    providers: options.providers ? targetsOf(options.providers) : null,
    threads: options.threads ?? null,
    spinning: options.spinning ? [...options.spinning] : null,
    arena: options.arena ? [...options.arena] : null,
    noFallback: options.fallback === false,
    memoryLimitBytes: options.memoryLimit === undefined ? null : Math.round(options.memoryLimit * GIB),
    length: lengthOf(options),
    rounds: options.rounds ?? null,
    windowSeconds: options.windowSeconds ?? null,
    timeLimitSeconds: options.timeLimit ?? null,
    seed: options.seed ?? null,
    ratePerS: options.rate ?? null,
  };
}
