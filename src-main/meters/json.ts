/** JSON of others: looked into without trusting its shape. */
import { parseJson } from '#core/json.ts';

/** The document between the first and the last of such brackets: programs print warnings around it. */
export function jsonWithin(text: string): unknown {
  const from = text.search(/[{[]/);
  const to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  return from < 0 || to < from ? undefined : parseJson(text.slice(from, to + 1));
}

/** The field below these names; undefined where there is none. */
export function field(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Record<string, unknown>)[name]
        : undefined,
    value,
  );
}
