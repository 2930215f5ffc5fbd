/** From a trace of ONNX Runtime's profiler to the placement; the same for its native and its web build. */
import { z } from 'zod';
import { Fault } from './errors.ts';
import type { Fallback, Placement } from './placement.ts';

/** These contain other nodes, whose times are in the trace themselves. */
const CONTAINERS: ReadonlySet<string> = new Set(['If', 'Loop', 'Scan']);

const EXAMPLES = 5;

const traceSchema = z.array(
  z.object({
    name: z.string().optional(),
    /** µs */
    dur: z.number().optional(),
    args: z
      .object({
        provider: z.string().optional(),
        op_name: z.string().optional(),
        node_index: z.string().optional(),
      })
      .optional(),
  }),
);

interface NodeTime {
  readonly name: string;
  readonly operator: string;
  readonly provider: string;
  us: number;
}

const KERNEL = /_kernel_time$/;

/**
 * Shares by provider; ONNX Runtime's names become ours (`CPUExecutionProvider` → `cpu`). `placedAs`: the key of
 * the provider that was asked for. Throws a `Fault` for a trace in which no node took any time.
 */
export function placementOf(trace: unknown, placedAs: string): Placement {
  const nodes = nodeTimes(trace);
  const totalUs = sum(nodes.map(({ us }) => us));
  if (totalUs === 0) throw new Fault('internal', "ONNX Runtime's profile shows no node that took time");
  const elsewhere = nodes.filter(({ provider }) => provider !== placedAs).sort((a, b) => b.us - a.us);
  return {
    timeRatio: sharesOf(nodes, ({ us }) => us),
    nodeRatio: sharesOf(nodes, () => 1),
    fallbacks: fallbacksOf(elsewhere, totalUs),
    examples: elsewhere.slice(0, EXAMPLES).map(({ name }) => name),
  };
}

/** A node once, with its time over all profiled runs. */
function nodeTimes(trace: unknown): NodeTime[] {
  const byNode = new Map<string, NodeTime>();
  for (const { name, dur, args } of traceSchema.parse(trace)) {
    if (!name || !KERNEL.test(name) || !args?.provider || dur === undefined) continue;
    const operator = args.op_name ?? 'unknown';
    if (CONTAINERS.has(operator)) continue;
    const provider = args.provider.replace(/ExecutionProvider$/, '').toLowerCase();
    // Nodes without a name share the empty one; their index tells them apart.
    const key = `${args.node_index ?? ''}/${name}/${provider}`;
    const node = byNode.get(key) ?? { name: name.replace(KERNEL, ''), operator, provider, us: 0 };
    node.us += dur;
    byNode.set(key, node);
  }
  return [...byNode.values()];
}

function sharesOf(nodes: readonly NodeTime[], weight: (node: NodeTime) => number): Record<string, number> {
  const sums = new Map<string, number>();
  for (const node of nodes) sums.set(node.provider, (sums.get(node.provider) ?? 0) + weight(node));
  const total = sum([...sums.values()]);
  return Object.fromEntries([...sums].map(([provider, own]) => [provider, own / total]));
}

function fallbacksOf(elsewhere: readonly NodeTime[], totalUs: number): Fallback[] {
  const groups = new Map<string, NodeTime[]>();
  for (const node of elsewhere) {
    const key = `${node.operator}/${node.provider}`;
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { operator, provider } = first;
      return [
        {
          operator,
          provider,
          nodes: group.length,
          timeRatio: Math.min(1, sum(group.map(({ us }) => us)) / totalUs),
        },
      ];
    })
    .sort((a, b) => b.timeRatio - a.timeRatio);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
