/** Which provider really executed the nodes: from a trace of ONNX Runtime's own profiler. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { z } from 'zod';
import { Fault } from '#core/errors.ts';

/** The first run allocates; with a few more the nodes' usual times dominate. */
const PROFILED_RUNS = 3;

/** These contain other nodes, whose times are in the trace themselves. */
const CONTAINERS: ReadonlySet<string> = new Set(['If', 'Loop', 'Scan']);

const traceSchema = z.array(
  z.object({
    name: z.string().optional(),
    /** µs */
    dur: z.number().optional(),
    args: z.object({ provider: z.string().optional(), op_name: z.string().optional() }).optional(),
  }),
);

/**
 * Share of node time by provider, summing to 1; ONNX Runtime's names become ours
 * (`CPUExecutionProvider` → `cpu`). The session must have been opened with the profile options.
 */
export async function measurePlacement(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  folder: string,
): Promise<Record<string, number>> {
  for (let run = 0; run < PROFILED_RUNS; run += 1) await session.run(feeds);
  session.endProfiling();
  const [file] = await readdir(folder);
  if (file === undefined) throw new Fault('internal', `ONNX Runtime wrote no profile to ${folder}`);
  return placementOf(JSON.parse(await readFile(join(folder, file), 'utf8')));
}

export function profileOptions(folder: string): InferenceSession.SessionOptions {
  return { enableProfiling: true, profileFilePrefix: join(folder, 'profile') };
}

/** Throws a `Fault` for a trace in which no node took any time. */
export function placementOf(trace: unknown): Record<string, number> {
  const timeUs = new Map<string, number>();
  let totalUs = 0;
  for (const { name, dur, args } of traceSchema.parse(trace)) {
    if (!name?.endsWith('_kernel_time') || !args?.provider || dur === undefined) continue;
    if (CONTAINERS.has(args.op_name ?? '')) continue;
    const provider = args.provider.replace(/ExecutionProvider$/, '').toLowerCase();
    timeUs.set(provider, (timeUs.get(provider) ?? 0) + dur);
    totalUs += dur;
  }
  if (totalUs === 0) throw new Fault('internal', "ONNX Runtime's profile shows no node that took time");
  return Object.fromEntries([...timeUs].map(([provider, us]) => [provider, us / totalUs]));
}
