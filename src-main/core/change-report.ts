/** What making a precision did to a model's nodes, for people. */

export interface ChangeReport {
  /** Nodes that were replaced, and by what. */
  readonly changed: readonly { readonly node: string; readonly op: string; readonly what: string }[];
  /** Nodes that the precision is about but that stayed as they were, and why. */
  readonly left: readonly { readonly node: string; readonly op: string; readonly why: string }[];
}

/** Nodes to which the same was done for the same reason. */
export interface ChangeGroup {
  readonly op: string;
  readonly reason: string;
  readonly count: number;
  /** The first of them. */
  readonly nodes: readonly string[];
}

const SHOWN_NODES = 3;

export function changedGroups({ changed }: ChangeReport): ChangeGroup[] {
  return grouped(changed.map(({ node, op, what }) => ({ node, op, reason: what })));
}

export function leftGroups({ left }: ChangeReport): ChangeGroup[] {
  return grouped(left.map(({ node, op, why }) => ({ node, op, reason: why })));
}

/**
 * The largest groups first; equal ones in the order of their first node. Reasons that differ in their numbers alone are
 * one: `it has 128 … 6400 weights; fewer than 8192 gain nothing`.
 */
function grouped(entries: readonly { node: string; op: string; reason: string }[]): ChangeGroup[] {
  const groups = new Map<string, { op: string; reasons: string[]; nodes: string[] }>();
  for (const { node, op, reason } of entries) {
    const key = JSON.stringify([op, reason.replace(NUMBER, '#')]);
    const group = groups.get(key) ?? { op, reasons: [], nodes: [] };
    group.nodes.push(node);
    group.reasons.push(reason);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ op, reasons, nodes }) => ({
      ...{ op, reason: inOne(reasons) },
      ...{ count: nodes.length, nodes: nodes.slice(0, SHOWN_NODES) },
    }))
    .sort((a, b) => b.count - a.count);
}

const NUMBER = /(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\w)/g;

/** Of reasons that are the same but for their numbers: the numbers that differ become ranges. */
function inOne(reasons: readonly string[]): string {
  const numbers = reasons.map((reason) => (reason.match(NUMBER) ?? []).map(Number));
  let at = -1;
  return (reasons[0] ?? '').replace(NUMBER, (text) => {
    at += 1;
    const values = numbers.map((each) => each[at] ?? NaN);
    const [low, high] = values.reduce(
      ([l, h], value) => [Math.min(l, value), Math.max(h, value)],
      [Infinity, -Infinity],
    );
    return low === high ? text : `${low} … ${high}`;
  });
}
