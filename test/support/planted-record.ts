/**
 * A record with a secret in every place where its schema takes a free text: a value, or the name in a map. It walks
 * the published JSON Schema, so a field that is added to the record is planted without a word here.
 */
import { recordJsonSchema } from '#core/record/json-schema.ts';
import { recordSchema, type RunRecord } from '#core/record/schema.ts';
import { sampleRecord } from './sample-record.ts';

interface Schema {
  /** Several where null is one of them. */
  readonly type?: string | readonly string[];
  readonly properties?: Record<string, Schema>;
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
}

/** For strings that must have a form. */
const FORMS = ['a'.repeat(64), 'a'.repeat(16), '2026-01-31T08:30:00.250Z'];

/** `secret`: what each free text becomes. The record is valid, and its rows can be submitted. */
export function plantedRecord(secret: string): RunRecord {
  return recordSchema.parse(plant(recordJsonSchema(), sampleRecord(), secret));
}

/** `value`: what stands there in the sample; null and undefined are replaced by something that holds a secret. */
function plant(schema: Schema, value: unknown, secret: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return value ?? schema.enum[0];
  const options = optionsOf(schema);
  if (options.length > 0) return plant(optionFor(options, value), value, secret);
  switch ([schema.type].flat().find((type) => type !== 'null')) {
    case 'string':
      return plantText(schema, value, secret);
    case 'number':
    case 'integer':
      return value ?? 1;
    case 'boolean':
      return value ?? true;
    case 'array':
      return plantArray(schema, (value ?? []) as unknown[], secret);
    case 'object':
      return plantObject(schema, (value ?? {}) as Record<string, unknown>, secret);
    default:
      throw new Error(`a record's schema holds ${JSON.stringify(schema).slice(0, 80)}`);
  }
}

const optionsOf = (schema: Schema): Schema[] =>
  [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(({ type }) => type !== 'null');

/** The one whose fixed fields are those of the value; else the first. */
function optionFor(options: readonly Schema[], value: unknown): Schema {
  const fits = ({ properties = {} }: Schema) =>
    Object.entries(properties).every(
      ([name, field]) =>
        field.const === undefined || field.const === (value as Record<string, unknown> | null)?.[name],
    );
  return options.find(fits) ?? options[0]!;
}

function plantText({ pattern, format }: Schema, value: unknown, secret: string): unknown {
  if (pattern === undefined && format === undefined) return secret;
  const form = FORMS.find((text) => new RegExp(pattern ?? '').test(text));
  if (value === null || value === undefined) return form;
  return value;
}

function plantArray({ items, prefixItems }: Schema, value: unknown[], secret: string): unknown[] {
  if (prefixItems !== undefined) return prefixItems.map((item, index) => plant(item, value[index], secret));
  if (items === undefined) return value;
  const planted = value.map((item) => plant(items, item, secret));
  const options = optionsOf(items);
  // One of each kind besides; where there are no kinds, one at least.
  if (options.length > 1) return [...planted, ...options.map((option) => plant(option, undefined, secret))];
  return planted.length === 0 ? [plant(items, undefined, secret)] : planted;
}

function plantObject(
  schema: Schema,
  value: Record<string, unknown>,
  secret: string,
): Record<string, unknown> {
  const { properties, additionalProperties, propertyNames } = schema;
  if (properties !== undefined) {
    return Object.fromEntries(
      Object.entries(properties).map(([name, field]) => [name, plant(field, value[name], secret)]),
    );
  }
  if (typeof additionalProperties !== 'object') return value;
  const kept = Object.entries(value).map(([name, of]) => [name, plant(additionalProperties, of, secret)]);
  const isFree = propertyNames?.enum === undefined;
  const added = isFree ? [[secret, plant(additionalProperties, undefined, secret)]] : [];
  return Object.fromEntries([...kept, ...added]);
}
