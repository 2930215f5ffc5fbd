/** The order in which nodes run: each after what makes its inputs. */
import { Fault } from '#core/errors.ts';
import { amend } from './make.ts';
import type { GraphProto, NodeProto } from './messages.ts';
import { nodeLabel, subgraphsOf } from './messages.ts';
import { mapSubgraphs } from './walk.ts';

/** True for the values that the graphs around make. */
type IsSeen = (name: string) => boolean;

/**
 * The graph, and those in it, with each node behind those that make its inputs; nodes that are in order stay
 * in their order, and a graph that is in order is returned as it is. Throws `model-corrupt` where that cannot
 * be: a circle, a value that is made twice, or one that nothing makes.
 */
export function orderGraph(graph: GraphProto, isSeenAround: IsSeen = () => false): GraphProto {
  const makers = makersIn(graph);
  const isSeen: IsSeen = (name) => makers.has(name) || isSeenAround(name);
  const needs = graph.node.map((node) => makersNeeded(node, makers, isSeenAround));
  const missing = graph.output.find(({ name }) => name !== '' && !isSeen(name));
  if (missing) throw corrupt(`the output "${missing.name}" is made by no node`);

  const inside = graph.node.map((node) => orderInside(node, isSeen));
  const order = needs.every((each, at) => each.every((maker) => maker < at)) ? null : sorted(needs, graph);
  if (order === null && inside.every((node, at) => node === graph.node[at])) return graph;
  return amend(graph, { node: order === null ? inside : (order.map((at) => inside[at]) as NodeProto[]) });
}

function orderInside(node: NodeProto, isSeen: IsSeen): NodeProto {
  let hasChanged = false;
  const ordered = mapSubgraphs(node, (inner) => {
    const next = orderGraph(inner, isSeen);
    hasChanged ||= next !== inner;
    return next;
  });
  return hasChanged ? ordered : node;
}

/** Not made by a node: an input or an initializer. */
const GIVEN = -1;

/** Which node makes each value of the graph. */
function makersIn({ input, initializer, sparseInitializer, node }: GraphProto): Map<string, number> {
  const makers = new Map<string, number>();
  const inputs = new Set<string>();
  for (const { name } of input) {
    if (inputs.has(name)) throw corrupt(`the input "${name}" is there twice`);
    inputs.add(name);
    makers.set(name, GIVEN);
  }
  const stored = new Set<string>();
  for (const name of [
    ...initializer.map((each) => each.name),
    ...sparseInitializer.map(({ values }) => values?.name ?? ''),
  ]) {
    // One that is an input as well is its default.
    if (stored.has(name)) throw corrupt(`the value "${name}" is stored twice`);
    stored.add(name);
    makers.set(name, GIVEN);
  }
  for (const [at, each] of node.entries()) {
    for (const name of each.output) {
      if (name === '') continue;
      const other = makers.get(name);
      if (other !== undefined) {
        const first = node[other];
        throw corrupt(
          `the value "${name}" is made twice: by ${described(each)} and ` +
            (first ? `by ${described(first)}` : 'as an input or initializer'),
        );
      }
      makers.set(name, at);
    }
  }
  return makers;
}

/** The nodes of this graph that must run before: those that make what the node, or a graph in it, reads. */
function makersNeeded(node: NodeProto, makers: ReadonlyMap<string, number>, isSeenAround: IsSeen): number[] {
  const needed: number[] = [];
  for (const name of node.input) {
    if (name === '') continue;
    const maker = makers.get(name);
    if (maker === undefined && !isSeenAround(name)) {
      throw corrupt(`${described(node)} reads the value "${name}", which nothing makes`);
    }
    if (maker !== undefined && maker !== GIVEN) needed.push(maker);
  }
  for (const inner of subgraphsOf(node)) {
    for (const name of readFromAround(inner)) {
      const maker = makers.get(name);
      if (maker !== undefined && maker !== GIVEN) needed.push(maker);
    }
  }
  return needed;
}

/** The names that a graph reads and does not make. */
function readFromAround(graph: GraphProto): Set<string> {
  const names = new Set<string>();
  for (const node of graph.node) {
    for (const name of node.input) names.add(name);
    for (const inner of subgraphsOf(node)) for (const name of readFromAround(inner)) names.add(name);
  }
  for (const { name } of graph.output) names.add(name);
  for (const { name } of [...graph.input, ...graph.initializer]) names.delete(name);
  for (const { output } of graph.node) for (const name of output) names.delete(name);
  return names;
}

/** Depth first in the file's order, without recursion: chains are as long as the graph. */
function sorted(needs: readonly (readonly number[])[], graph: GraphProto): number[] {
  const order: number[] = [];
  const isDone = new Array<boolean>(needs.length).fill(false);
  const isOpen = new Array<boolean>(needs.length).fill(false);
  for (const first of needs.keys()) {
    const path: { at: number; next: number }[] = [{ at: first, next: 0 }];
    while (path.length > 0) {
      const top = path.at(-1);
      if (top === undefined) break;
      const { at } = top;
      isOpen[at] = true;
      const need = isDone[at] ? undefined : needs[at]?.[top.next++];
      if (need === undefined) {
        if (!isDone[at]) order.push(at);
        isDone[at] = true;
        isOpen[at] = false;
        path.pop();
      } else if (isOpen[need]) {
        throw circle(
          path.slice(path.findIndex((each) => each.at === need)).map((each) => graph.node[each.at]),
        );
      } else if (!isDone[need]) {
        path.push({ at: need, next: 0 });
      }
    }
  }
  return order;
}

/** How many nodes of a circle are named. */
const SHOWN_NODES = 5;

function circle(nodes: readonly (NodeProto | undefined)[]): Fault {
  const labels = nodes.map((node) => node && described(node)).reverse();
  const more = labels.length > SHOWN_NODES ? ` and ${labels.length - SHOWN_NODES} more` : '';
  return corrupt(
    `the graph is cyclic: ${labels.slice(0, SHOWN_NODES).join(', ')}${more} wait for one another`,
  );
}

function described(node: NodeProto): string {
  return `${node.opType} "${nodeLabel(node)}"`;
}

function corrupt(message: string): Fault {
  return new Fault('model-corrupt', message);
}
