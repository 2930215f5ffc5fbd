/** The published JSON Schema of a run's record. */
import { z } from 'zod';
import { recordSchema } from './schema.ts';

/** JSON Schema 2020-12, open to unknown fields: a newer program may write more. */
export function recordJsonSchema(): Record<string, unknown> {
  const { $schema, ...body } = z.toJSONSchema(recordSchema, { io: 'input' });
  return {
    $schema,
    title: 'Joulemark record',
    description:
      'One benchmark run with all its windows. Energies in J, powers in W, times in s; unknown is null.',
    ...body,
  };
}
