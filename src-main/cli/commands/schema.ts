/** `joulemark record schema`, `joulemark leaderboard schema` */
import type { CliContext } from '../context.ts';
import { DONE } from '../exit-code.ts';
import { write } from '../output.ts';

export async function printSchema(schema: Record<string, unknown>, { stdout }: CliContext): Promise<number> {
  await write(stdout, `${JSON.stringify(schema, null, 2)}\n`);
  return DONE;
}
