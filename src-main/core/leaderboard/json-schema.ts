/** The published JSON Schema of a leaderboard's lines. */
import { z } from 'zod';
import { submissionSchema } from './schema.ts';

/** JSON Schema 2020-12, open to unknown fields: a newer program may write more. */
export function submissionJsonSchema(): Record<string, unknown> {
  const { $schema, ...body } = z.toJSONSchema(submissionSchema, { io: 'input' });
  return {
    $schema,
    title: 'Joulemark submission',
    description:
      'One line of a Joulemark leaderboard: one configuration of one run. Energies in J, times in s.',
    ...body,
  };
}
