/** The JSON that devices and our own scripts answer with: what is not there, or of another kind, is null. */
import { Fault } from '#core/errors.ts';
import { isJsonObject, parseJson, type JsonObject } from '#core/json.ts';

/** @param from who said it, for the fault `meter-unreadable` */
export function toldJson(text: string, from: string): unknown {
  const value = parseJson(text);
  if (value !== undefined) return value;
  const what = /^\s*</.test(text) ? 'a web page' : JSON.stringify(text.slice(0, 60));
  throw new Fault('meter-unreadable', `${from} answered with ${what} in place of JSON`);
}

export function objectOf(value: unknown): JsonObject | null {
  return isJsonObject(value) ? value : null;
}

/** The elements of an array; none where the value is not one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A finite number; null for everything else, text with digits included. */
export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function booleanOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The value times the factor, null staying null: for units. */
export function scaled(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}
