/** Which provider really executed the nodes: from a trace of ONNX Runtime's own profiler. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { Fault } from '#core/errors.ts';
import type { Placement } from '#core/placement.ts';
import { placementOf } from '#core/placement-trace.ts';
import { withoutFirstRun } from '#core/warm-trace.ts';

/** The first warms the session up, and does not count. */
const PROFILED_RUNS = 3;

/** The session must have been opened with the profile options. `placedAs`: the chosen provider's key. */
export async function measurePlacement(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  folder: string,
  placedAs: string,
): Promise<Placement> {
  for (let run = 0; run < PROFILED_RUNS; run += 1) await session.run(feeds);
  session.endProfiling();
  const [file] = await readdir(folder);
  if (file === undefined) throw new Fault('internal', `ONNX Runtime wrote no profile to ${folder}`);
  const trace: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'));
  return placementOf(withoutFirstRun(trace), placedAs);
}

export function profileOptions(folder: string): InferenceSession.SessionOptions {
  return { enableProfiling: true, profileFilePrefix: join(folder, 'profile') };
}
