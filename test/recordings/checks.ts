/** Holds what a parser gives against what a recording's expected.json says, and keeps every difference. */
import { unitOf, unitOfKey } from './units.ts';

/** One thing that a parser gives. */
export interface Given {
  /** All words by which a recording may call it: the device, the channel, the domain, the quantity. */
  readonly names: readonly string[];
  /** null: the parser says that it is not available. */
  readonly value: number | null;
  /** As in `units.ts`; '' for a plain number. */
  readonly unit: string;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Rounding in the recordings' own figures. */
const TOLERANCE = 0.001;

/** Told for people; there is nothing in them to compare. */
const PROSE =
  /^(recording|meter|host|authenticity|pitfalls?|notes?|rule|why|source|origin|licen[cs]e|reuse|peer_.*|must_report)$/;

export class Checks {
  readonly expected: JsonObject;
  readonly problems: string[] = [];
  #compared = 0;
  readonly #taken = new Set<string>();

  constructor(expected: JsonObject) {
    this.expected = expected;
  }

  get compared(): number {
    return this.#compared;
  }

  /** Keys that no adapter looked at, without prose. */
  get untaken(): string[] {
    return Object.keys(this.expected).filter((key) => !PROSE.test(key) && !this.#taken.has(key));
  }

  /** A key's value, undefined where it is not there. It then counts as looked at. */
  take(key: string): Json | undefined {
    this.#taken.add(key);
    return this.expected[key];
  }

  /**
   * Compares with each of several things that a parser may be asked for (another file, another moment)
   * and keeps the comparison that found the fewest differences.
   */
  async best(alternatives: readonly ((checks: Checks) => void | Promise<void>)[]): Promise<void> {
    let least: Checks | null = null;
    for (const compare of alternatives) {
      const checks = new Checks(this.expected);
      await compare(checks);
      if (least === null || checks.problems.length < least.problems.length) least = checks;
    }
    if (least === null) return;
    this.#compared += least.#compared;
    this.problems.push(...least.problems);
    for (const key of least.#taken) this.#taken.add(key);
  }

  fail(problem: string): void {
    this.#compared += 1;
    this.problems.push(problem);
  }

  /** Compares two values that belong together; numbers within the tolerance. */
  same(what: string, expected: Json, given: Json | undefined): void {
    this.#compared += 1;
    const close = typeof expected === 'number' && typeof given === 'number' && isClose(expected, given);
    if (close || JSON.stringify(expected) === JSON.stringify(given ?? null)) return;
    this.problems.push(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(given ?? null)}`);
  }

  /** The list `readings` (of `{domain, quantity, value, unit}`) against all that the parser gives. */
  readings(given: readonly Given[], key = 'readings'): void {
    const list = this.take(key);
    if (!Array.isArray(list)) return;
    for (const entry of list as readonly JsonObject[]) {
      const { domain = '', quantity = '', value = null, unit = '' } = entry;
      const names = [String(domain), String(quantity)];
      if (value === null || typeof value === 'number') this.#leaf(names, value, String(unit), given);
      else this.same(names.join(' '), value, undefined);
    }
  }

  /**
   * A table of any depth below a key: every number or null in it, in the unit that its own key ends
   * with, or one above it, or else in this one. Texts are not compared.
   */
  table(key: string, given: readonly Given[], otherwise = ''): void {
    const value = this.take(key);
    if (value !== undefined) this.#tree([key], value, given, otherwise);
  }

  #tree(path: readonly string[], value: Json, given: readonly Given[], otherwise: string): void {
    if (value === null || typeof value === 'number') {
      this.#leaf(path, value, unitOfPath(path) || otherwise, given);
    } else if (typeof value === 'object' && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) this.#tree([...path, key], inner, given, otherwise);
    }
  }

  /** What `not_available` names must not be given as a number. */
  notAvailable(given: readonly Given[], key = 'not_available'): void {
    const list = this.take(key);
    if (!Array.isArray(list)) return;
    for (const entry of list as readonly Json[]) {
      this.#compared += 1;
      const wanted = wordsOf([String(entry).replace(/\(.*/, '')]);
      const found = given.find(
        ({ names, value }) => value !== null && isSubset(wanted, wordsOf(names)) && wanted.size > 0,
      );
      if (found !== undefined) {
        this.problems.push(`${String(entry)}: not available, but got ${found.value} ${found.unit}`);
      }
    }
  }

  /** One expected number against the given ones of its kind that share the most words with its names. */
  #leaf(names: readonly string[], value: number | null, unit: string, given: readonly Given[]): void {
    this.#compared += 1;
    const what = `${names.join(' ')}: expected ${value} ${unit}`.trim();
    const wanted = unitOf(unit);
    if (wanted === null) {
      this.problems.push(`${what}: no such unit`);
      return;
    }
    const words = wordsOf(names);
    const scored = given
      .filter((one) => unitOf(one.unit)?.kind === wanted.kind)
      .map((one) => ({ one, shared: overlap(words, wordsOf(one.names)) }));
    const most = Math.max(0, ...scored.map(({ shared }) => shared));
    const best = scored.filter(({ shared }) => shared === most).map(({ one }) => one);
    // A null that is not given at all is as good as one that is.
    if (value === null && (best.length === 0 || most === 0)) return;
    if (best.some((one) => isClose(value, inUnit(one, wanted.factor)))) return;
    const shown = best.map((one) => `${told(inUnit(one, wanted.factor))} (${one.names.join(' ')})`);
    this.problems.push(`${what}, got ${shown.join(', ') || 'nothing'}`);
  }
}

function inUnit({ value, unit }: Given, factor: number): number | null {
  return value === null ? null : (value * (unitOf(unit)?.factor ?? NaN)) / factor;
}

/** Without the noise of binary fractions. */
const told = (value: number | null): string => String(value === null ? null : Number(value.toPrecision(10)));

function isClose(expected: number | null, given: number | null): boolean {
  if (expected === null || given === null) return expected === given;
  // A half of the last digit that the recordings write.
  return Math.abs(expected - given) <= Math.max(TOLERANCE * Math.abs(expected), 1e-9);
}

function unitOfPath(path: readonly string[]): string {
  return (
    [...path]
      .reverse()
      .map(unitOfKey)
      .find((unit) => unit !== '') ?? ''
  );
}

/** Small letters, without punctuation and plural. */
function wordsOf(names: readonly string[]): Set<string> {
  const words = names.flatMap((name) => name.toLowerCase().match(/[a-z0-9]+/g) ?? []);
  return new Set(words.map((word) => word.replace(/(?<=...)s$/, '')));
}

const overlap = (one: ReadonlySet<string>, other: ReadonlySet<string>): number =>
  [...one].filter((word) => other.has(word)).length;

const isSubset = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  [...one].every((word) => other.has(word));
