/** Property lists as macOS prints them (`-f plist`, `ioreg -a`). */
import { Fault } from '#core/errors.ts';
import { parseXml, type XmlElement } from '../xml.ts';

/** Whole numbers are bigint: ioreg prints some of 64 bits. `date` and `data` stay text. */
export type PlistValue = string | number | bigint | boolean | readonly PlistValue[] | PlistDict;
/** Of keys that occur twice (powermetrics writes such) the first counts. */
export type PlistDict = ReadonlyMap<string, PlistValue>;

/** Fault `meter-unreadable` for anything that is no whole property list. */
export function parsePlist(text: string): PlistValue {
  const root = parseXml(text);
  const [value, ...more] = root.children;
  if (root.name !== 'plist' || value === undefined || more.length > 0) {
    throw new Fault('meter-unreadable', `a property list does not begin with <${root.name}>`);
  }
  return valueOf(value);
}

function valueOf(element: XmlElement): PlistValue {
  const { name, text, children } = element;
  switch (name) {
    case 'dict':
      return dictOf(children);
    case 'array':
      return children.map(valueOf);
    case 'integer':
      if (/^[-+]?\d{1,20}$/.test(text)) return BigInt(text);
      break;
    case 'real':
      if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return Number(text);
      break;
    case 'true':
    case 'false':
      return name === 'true';
    case 'string':
    case 'date':
    case 'data':
      return text;
  }
  throw new Fault('meter-unreadable', `a property list holds <${name}>${text.slice(0, 40)}</${name}>`);
}

function dictOf(children: readonly XmlElement[]): PlistDict {
  const entries = new Map<string, PlistValue>();
  for (let index = 0; index < children.length; index += 2) {
    const [key, value] = [children[index], children[index + 1]];
    if (key?.name !== 'key' || value === undefined) {
      throw new Fault('meter-unreadable', 'a property list has a key without a value');
    }
    if (!entries.has(key.text)) entries.set(key.text, valueOf(value));
  }
  return entries;
}

export function dictAt(value: PlistValue | undefined, key: string): PlistDict | null {
  const inner = value instanceof Map ? (value.get(key) as PlistValue | undefined) : undefined;
  return inner instanceof Map ? inner : null;
}

/** The number below the key, whole or real; null where it is not there or is something else. */
export function numberAt(value: PlistDict | null, key: string): number | null {
  const inner = value?.get(key);
  if (typeof inner === 'bigint') return Number(inner);
  return typeof inner === 'number' && Number.isFinite(inner) ? inner : null;
}
