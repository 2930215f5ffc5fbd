/** A recorded trace of a meter: what the replay meter plays and `meters record` writes. */
import { z } from 'zod';
import { Fault } from '#core/errors.ts';
import { DOMAINS, TIERS } from '#core/provenance.ts';

export const TRACE_SCHEMA = 'joulemark.trace/1';

const domain = z.enum(DOMAINS);

export const traceSchema = z
  .strictObject({
    schema: z.literal(TRACE_SCHEMA),
    /** counter: samples are J since the first one; level: samples are W. */
    kind: z.enum(['counter', 'level']),
    tier: z.enum(TIERS).exclude(['estimate']),
    domains: z.array(domain).min(1),
    /** The domains that do not overlap, whose sum is the meter's energy. */
    summed: z.array(domain).min(1),
    /** Where it was recorded, for people. */
    source: z.string().max(200),
    updatePeriodS: z.number().positive().nullable(),
    resolutionJ: z.number().positive().nullable(),
    /** [time in s from the first sample, one value a domain …], times ascending. */
    samples: z.array(z.array(z.number()).min(2)).min(2),
  })
  .refine((trace) => new Set(trace.domains).size === trace.domains.length, 'a domain stands twice')
  .refine(
    (trace) => trace.summed.every((name) => trace.domains.includes(name)),
    'a summed domain is not recorded',
  )
  .refine(
    (trace) => trace.samples.every((sample) => sample.length === trace.domains.length + 1),
    'a sample has not one value for each domain',
  )
  .refine(({ samples }) => ascending(samples.map(([atS]) => atS as number)), 'the times do not ascend')
  .refine(
    ({ kind, domains, samples }) =>
      kind === 'level' ||
      domains.every((_, index) => rising(samples.map((sample) => sample[index + 1] as number))),
    'a counter goes back',
  );
export type Trace = z.infer<typeof traceSchema>;

const ascending = (values: readonly number[]): boolean =>
  values.every((value, index) => index === 0 || value > (values[index - 1] as number));
const rising = (values: readonly number[]): boolean =>
  values.every((value, index) => index === 0 || value >= (values[index - 1] as number));

/** Throws `meter-unreadable`, naming the file and what is wrong with it. */
export function parseTrace(text: string, path: string): Trace {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Fault('meter-unreadable', `${path} is not a trace: it is not JSON`, { cause });
  }
  const parsed = traceSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.length ? ` at ${issue.path.join('.')}` : '';
  throw new Fault('meter-unreadable', `${path} is not a trace${where}: ${issue?.message ?? 'invalid'}`);
}
