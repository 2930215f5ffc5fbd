/** JSON from outside, looked into without trusting it: what is none is a value, never an exception. */

export type JsonObject = Record<string, unknown>;

/** undefined: not JSON, or nested too deep for the stack; no JSON text means undefined. Never throws. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Neither a list nor null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** null: not JSON, or something else than an object. */
export function parseJsonObject(text: string): JsonObject | null {
  const value = parseJson(text);
  return isJsonObject(value) ? value : null;
}
