/** For files that DuckDB refuses as a whole: what the ranking reads of each line, in a file of its own. */
import { open, readFile, stat } from 'node:fs/promises';
import { parseJsonObject } from '#core/json.ts';
import { REVOCATION_SCHEMA, revocationSchema } from '#core/leaderboard/revocation.ts';
import { submissionSchema } from '#core/leaderboard/schema.ts';
import type { JsonFile } from '../sources/board-files.ts';
import { readFilledTexts } from '../board-lines.ts';
import { decodeLine, MAX_LINE_BYTES } from '../lines.ts';

const { configuration, device, results, fidelity, meter, adapter } = submissionSchema.shape;

export const slimSchema = submissionSchema
  .pick({
    schema: true,
    id: true,
    comparisonKey: true,
    startedAt: true,
    methodVersion: true,
    tier: true,
    ranAs: true,
    signature: true,
  })
  .extend({
    configuration,
    device,
    results: results.pick({ netJ: true, ci95: true }),
    fidelity: fidelity.unwrap().pick({ holds: true }).nullable(),
    meter: meter.pick({ id: true }),
    adapter: adapter.unwrap().unwrap().pick({ name: true }).nullable().default(null),
  });

/** What a line must have to be kept by `slimLine`, and what is kept of it. */
interface SubmissionShape {
  safeParse(raw: unknown): { readonly success: boolean; readonly data?: Record<string, unknown> | undefined };
}

/** null: not JSON, or not a line that can be ranked or that revokes one. */
export function slimLine(text: string, shape: SubmissionShape = slimSchema): Record<string, unknown> | null {
  const raw = parseJsonObject(text);
  if (raw === null) return null;
  const { data } =
    raw['schema'] === REVOCATION_SCHEMA ? revocationShape.safeParse(raw) : shape.safeParse(raw);
  // Half of a pair of surrogates is no text that DuckDB can hold.
  return data === undefined || /\\ud[89a-f]/i.test(JSON.stringify(data)) ? null : data;
}

const revocationShape = revocationSchema.omit({ signature: true });

/**
 * A line for each that is not blank, `{}` where nothing can be read; a file of one submission in many lines is one.
 * Gives the number of the first line of each file, from 0.
 */
export async function copySlim(files: readonly JsonFile[], target: string): Promise<number[]> {
  const firsts: number[] = [];
  const out = await open(target, 'w');
  let count = 0;
  const write = async (text: string | null) => {
    await out.write(`${JSON.stringify((text === null ? null : slimLine(text)) ?? {})}\n`);
    count += 1;
  };
  try {
    for (const { path, isWhole } of files) {
      firsts.push(count);
      if (isWhole) await write(await wholeText(path));
      else for await (const text of readFilledTexts(path)) await write(text);
    }
  } finally {
    await out.close();
  }
  return firsts;
}

/** null: too long, or not UTF-8. */
export async function wholeText(path: string): Promise<string | null> {
  return (await stat(path)).size > MAX_LINE_BYTES ? null : decodeLine(await readFile(path));
}
