/**
 * The XML that machines print for machines (nvidia-smi, property lists): elements and text, no
 * attributes kept, no entities but the five of XML and numbers. Whatever is not well formed is refused,
 * so that half an answer never gives a value.
 */
import { Fault } from '#core/errors.ts';

export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** All text directly inside, without white space around it. */
  readonly text: string;
}

interface Open {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

const TOKEN =
  /<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[([^]*?)\]\]>|<!DOCTYPE[^>[]*>|<(\/?)([A-Za-z_][\w.:-]*)((?:\s[^<>]*?)?)(\/?)>|([^<]+)/y;
const MAX_DEPTH = 100;

/** The root element. Fault `meter-unreadable` with the place. */
export function parseXml(text: string): XmlElement {
  const top: Open = { name: '', children: [], text: '' };
  const stack = [top];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) throw notXml(text, at);
    at = TOKEN.lastIndex;
    const [, cdata, slash, name, , selfClosing, plain] = match;
    const inner = stack.at(-1) as Open;
    if (plain !== undefined) inner.text += decode(plain);
    else if (cdata !== undefined) inner.text += cdata;
    else if (name === undefined) continue;
    else if (slash === '/') {
      if (stack.length === 1 || inner.name !== name) throw notXml(text, match.index);
      stack.pop();
      (stack.at(-1) as Open).children.push({ ...inner, text: inner.text.trim() });
    } else if (selfClosing === '/') inner.children.push({ name, children: [], text: '' });
    else {
      if (stack.length > MAX_DEPTH) throw notXml(text, match.index);
      stack.push({ name, children: [], text: '' });
    }
  }
  const [root, ...more] = top.children;
  if (stack.length > 1 || root === undefined || more.length > 0 || top.text.trim() !== '') {
    throw notXml(text, at);
  }
  return root;
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (all, decimal, hex, name: string) => {
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    if (Number.isInteger(code)) return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    return ENTITIES[name] ?? all;
  });
}

function notXml(text: string, at: number): Fault {
  const near = JSON.stringify(text.slice(at, at + 40));
  return new Fault('meter-unreadable', `no well-formed XML at character ${at}: ${near}`);
}

/** The first child of that name, or null. */
export function child(element: XmlElement | null, name: string): XmlElement | null {
  return element?.children.find((candidate) => candidate.name === name) ?? null;
}
