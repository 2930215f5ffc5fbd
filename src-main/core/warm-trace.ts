/** What a trace of ONNX Runtime's profiler shows once a session is warm. */
import { z } from 'zod';

/** Both in µs, on the profiler's clock. */
const eventSchema = z.object({
  name: z.string().optional(),
  ts: z.number().optional(),
  dur: z.number().optional(),
});

/**
 * The trace without its first run, in which buffers are made and shaders compiled: on a GPU that may take
 * longer than all nodes that fell back, and would hide them. A trace of a single run stays as it is.
 */
export function withoutFirstRun(trace: unknown): unknown {
  const events = z.array(z.unknown()).parse(trace);
  const runs = events.flatMap((event) => {
    const { name, ts, dur } = eventSchema.parse(event);
    return name === 'model_run' && ts !== undefined ? [ts + (dur ?? 0)] : [];
  });
  const firstEnd = Math.min(...runs);
  if (runs.length < 2) return events;
  return events.filter((event) => (eventSchema.parse(event).ts ?? firstEnd) >= firstEnd);
}
