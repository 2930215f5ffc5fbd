/** Every way in which one value of a JSON document can be changed. */

export type Path = readonly (string | number)[];

/** Of every value within, containers too, in the order of the document. */
export function pathsOf(value: unknown, path: Path = []): Path[] {
  const own = path.length === 0 ? [] : [path];
  if (typeof value !== 'object' || value === null) return own;
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [...own, ...[...keys].flatMap((key) => pathsOf(childOf(value, key), [...path, key]))];
}

/** As in documentation: `windows[].energyJ`. */
export function pathText(path: Path): string {
  return path.map((key, index) => (typeof key === 'number' ? '[]' : index === 0 ? key : `.${key}`)).join('');
}

export interface Tampering {
  readonly path: Path;
  readonly what: string;
  /** A changed copy; null: the change does not apply. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** All changes of the value at the path. `nudge`: by which share of itself a number moves. */
export function tamperings(
  document: Readonly<Record<string, unknown>>,
  path: Path,
  nudge = 0.01,
): Tampering[] {
  const value = path.reduce<unknown>(childOf, document);
  const changes: [what: string, to: unknown][] = [];
  if (typeof value === 'number') {
    const by = value === 0 ? nudge : Math.abs(value) * nudge;
    // A whole number stays one, or the schema alone would refuse it.
    const step = Number.isInteger(value) ? Math.max(1, Math.round(by)) : by;
    changes.push(['larger', value + step], ['smaller', value - step], ['negative', -value - 1]);
  }
  if (typeof value === 'string')
    changes.push(['longer', `${value}x`], ['empty', ''], ['other digit', flipped(value)]);
  if (typeof value === 'boolean') changes.push(['flipped', !value]);
  changes.push(value === null ? ['filled', 1] : ['nulled', null]);
  if (value === null) changes.push(['filled with text', 'x']);
  if (Array.isArray(value)) {
    changes.push(['emptied', []]);
    if (value.length > 0) {
      changes.push(['first removed', value.slice(1)], ['last removed', value.slice(0, -1)]);
      changes.push(['last repeated', [...value, value.at(-1)]], ['first repeated', [value[0], ...value]]);
    }
    if (value.length > 1) changes.push(['swapped', [value[1], value[0], ...value.slice(2)]]);
  } else if (typeof value === 'object' && value !== null) {
    changes.push(['emptied', {}], ['field added', { ...value, extra: 1 }]);
  }
  const before = JSON.stringify(document);
  const removed = { path, what: 'removed', document: changed(document, path, undefined) };
  return [
    ...changes.map(([what, to]) => ({ path, what, document: changed(document, path, to) })),
    removed,
  ].filter((tampered) => JSON.stringify(tampered.document) !== before);
}

function childOf(value: unknown, key: string | number): unknown {
  return (value as Record<string | number, unknown>)[key];
}

/** `to` undefined: without it. */
function changed(
  document: Readonly<Record<string, unknown>>,
  path: Path,
  to: unknown,
): Record<string, unknown> {
  const copy = structuredClone(document) as Record<string, unknown>;
  const parent = path.slice(0, -1).reduce<unknown>(childOf, copy);
  const last = path.at(-1) as string | number;
  if (to !== undefined) (parent as Record<string | number, unknown>)[last] = to;
  else if (Array.isArray(parent)) parent.splice(last as number, 1);
  else Reflect.deleteProperty(parent as object, last);
  return copy;
}

/** A hash stays one: its last digit becomes another. */
function flipped(text: string): string {
  return text.replace(/\w$/, (last) => (last === '0' ? '1' : '0'));
}
