/** Finds the texts of a value that its schema leaves free, wherever they are. */
import { z } from 'zod';

type Schema = z.core.$ZodTypes;

/**
 * The value with each free text replaced by what `map` makes of it: strings whose schema asks for no format and no
 * pattern, and names in records whose schema leaves them free. Where names become equal, a number tells them apart.
 *
 * It follows the schema, so a field that is added there is covered without a word here. What the schema does not
 * name stays as it is. Throws a `RangeError` for a kind of schema that it does not know: rather no value than one
 * with a text that nobody looked at.
 */
export function mapFreeText<S extends z.ZodType>(
  schema: S,
  value: z.output<S>,
  map: (text: string) => string,
): z.output<S> {
  return mapBy(schema as unknown as Schema, value, map) as z.output<S>;
}

function mapBy(schema: Schema, value: unknown, map: (text: string) => string): unknown {
  const inner = (each: z.core.$ZodType, of: unknown) => mapBy(each as Schema, of, map);
  if (value === null || value === undefined) return value;
  const { def } = schema._zod;
  switch (def.type) {
    case 'string':
      return isFree(def) ? map(value as string) : value;
    case 'number':
    case 'boolean':
    case 'literal':
    case 'enum':
    case 'null':
      return value;
    case 'nullable':
    case 'optional':
    case 'default':
      return inner(def.innerType, value);
    case 'array':
      return (value as unknown[]).map((item) => inner(def.element, item));
    case 'tuple':
      return (value as unknown[]).map((item, index) => inner(def.items[index] ?? def.rest ?? unknown, item));
    case 'object':
      return mapEntries(value, (name, of) => {
        const field = def.shape[name];
        return [name, field === undefined ? of : inner(field, of)];
      });
    case 'record':
      return mapEntries(value, (name, of) => [inner(def.keyType, name) as string, inner(def.valueType, of)]);
    case 'union': {
      const chosen = def.options.find((option) => z.safeParse(option, value).success);
      return chosen === undefined ? value : inner(chosen, value);
    }
    default:
      throw new RangeError(`free texts of a ${def.type} schema are not known`);
  }
}

/** A tuple's item beyond what its schema names. */
const unknown = z.unknown();

interface StringDef {
  readonly format?: unknown;
  readonly checks?: readonly z.core.$ZodCheck<never>[] | undefined;
}

/** A bound on its length leaves a text free; a format or a pattern does not. */
function isFree({ format, checks = [] }: StringDef): boolean {
  return format === undefined && checks.every((check) => check._zod.def.check !== 'string_format');
}

function mapEntries(
  value: unknown,
  map: (name: string, of: unknown) => [string, unknown],
): Record<string, unknown> {
  const mapped = new Map<string, unknown>();
  for (const [name, of] of Object.entries(value as object)) {
    const [newName, newValue] = map(name, of);
    let free = newName;
    for (let count = 2; mapped.has(free); count += 1) free = `${newName} ${count}`;
    mapped.set(free, newValue);
  }
  return Object.fromEntries(mapped);
}
