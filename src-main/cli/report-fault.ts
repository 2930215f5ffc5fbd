/** A failure for people: what, why, and what to do. */
import { toWireFault } from '#core/errors.ts';
import type { Output } from './context.ts';
import { note } from './output.ts';

export async function reportFault(error: unknown, stderr: Output): Promise<void> {
  const { message, remedy } = toWireFault(error);
  await note(stderr, `joulemark: ${message}`);
  await note(stderr, `  ${remedy}`);
}
