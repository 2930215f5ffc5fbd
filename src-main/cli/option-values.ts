/** From the text of an option to its value. What is wrong is a `Fault` that names what is right. */
import { InvalidArgumentError } from 'commander';
import { PRECISIONS, PROVIDERS, type Precision } from '#core/configuration.ts';
import { Fault, type FaultCode } from '#core/errors.ts';
import { nearest } from '#core/nearest.ts';
import { parseTarget, PROVIDER_FACTS } from '#core/providers.ts';

/** `a,b`; an option that is given again adds to the former. */
export function list(text: string, former: readonly string[] = []): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('It takes names with commas between them.');
  return [...new Set([...former, ...names])];
}

/** A zod schema, as far as it is needed here. */
interface NumberSchema {
  safeParse(value: number): { readonly data?: number | null | undefined };
}

/** Checks a number against the schema that holds for it everywhere; `range` says the same in words. */
export function numberOf(schema: NumberSchema, range: string): (text: string) => number {
  return (text) => {
    // Number('') and Number(' ') are 0, and Number('0x10') is 16: neither is what a person means.
    const value = /^\d+(\.\d+)?$/.test(text) ? schema.safeParse(Number(text)).data : undefined;
    if (value === undefined || value === null) throw new InvalidArgumentError(`It takes ${range}.`);
    return value;
  };
}

/** `int8` stands for every precision whose name begins with `int8-`. */
export function precisionsOf(names: readonly string[]): Precision[] {
  const wanted = names.flatMap((name) => {
    const family = PRECISIONS.filter((known) => known === name || known.startsWith(`${name}-`));
    if (family.length === 0) throw unknownName('unknown-precision', 'precision', name, PRECISIONS);
    return family;
  });
  return PRECISIONS.filter((known) => wanted.includes(known));
}

/** Throws a `Fault` for a name that is no target. */
export function targetsOf(names: readonly string[]): string[] {
  for (const name of names) {
    if (parseTarget(name) === null) throw unknownTarget(name);
  }
  return [...names];
}

/** `webnn:tpu`: the provider is right and its unit is not. */
function unknownTarget(name: string): Fault {
  const [head = '', ...unit] = name.split(':');
  const provider = PROVIDERS.find((known) => known === head);
  if (provider === undefined) return unknownName('unknown-provider', 'provider', head, PROVIDERS);
  const units = Object.keys(PROVIDER_FACTS[provider].units);
  if (units.length > 0) return unknownName('unknown-provider', `unit of ${head}`, unit.join(':'), units);
  const remedy = '"joulemark devices" lists what can be named.';
  return parseTarget(`${head}:0`) === null
    ? new Fault('unknown-provider', `${head} has no units: "${name}".`, { remedy })
    : new Fault('unknown-provider', `The units of ${head} are numbers, such as ${head}:0: "${name}".`, {
        remedy,
      });
}

/** `on`, `off` or both: each is a configuration of its own. */
export function switches(text: string, former: readonly boolean[] = []): boolean[] {
  const asked = list(text).map((word) => {
    if (word !== 'on' && word !== 'off') throw new InvalidArgumentError('It takes on, off, or on,off.');
    return word === 'on';
  });
  return [...new Set([...former, ...asked])];
}

export function unknownName(code: FaultCode, what: string, name: string, valid: readonly string[]): Fault {
  const suggestion = nearest(name, valid);
  const hint = suggestion === null ? '' : ` Did you mean "${suggestion}"?`;
  return new Fault(code, `There is no ${what} "${name}".${hint} Valid: ${valid.join(', ')}.`);
}
