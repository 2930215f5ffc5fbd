/** The published JSON Schemas of a leaderboard's lines: 2020-12, open to unknown fields, as a newer program may write more. */
import { z } from 'zod';
import { isJsonObject, type JsonObject } from '../json.ts';
import { REVOCATION_DESCRIPTIONS, SUBMISSION_DESCRIPTIONS, type Descriptions } from './descriptions.ts';
import { revocationSchema } from './revocation.ts';
import { submissionSchema } from './schema.ts';
import { SIGNATURE_ALGORITHM, signatureSchema } from './signature.ts';

/**
 * Of the known algorithm the three fields and no other, since the id does not cover them; what others hold is for
 * newer versions to say. A reader is not as strict: it takes such a line, and calls it altered.
 */
const publishedSignature = z
  .union([
    signatureSchema.strict(),
    z.looseObject({ algorithm: z.string().regex(new RegExp(`^(?!${SIGNATURE_ALGORITHM}$)`)) }),
  ])
  .nullable();

export function submissionJsonSchema(): JsonObject {
  return published(
    submissionSchema.extend({ signature: publishedSignature }),
    'Joulemark submission',
    'One line of a Joulemark leaderboard: one configuration of one run. Energies in J, powers in W, times in s.',
    SUBMISSION_DESCRIPTIONS,
  );
}

export function revocationJsonSchema(): JsonObject {
  return published(
    revocationSchema.extend({ signature: signatureSchema.strict() }),
    'Joulemark revocation',
    'One line of a Joulemark leaderboard: the submission that it names is taken back by the key that signed it.',
    REVOCATION_DESCRIPTIONS,
  );
}

function published(schema: z.ZodType, title: string, description: string, texts: Descriptions): JsonObject {
  const { $schema, ...body } = z.toJSONSchema(schema, { io: 'input' });
  describe(body, '', texts);
  return { $schema, title, description, ...body };
}

/** Puts the texts to their fields, in place. */
function describe(node: unknown, path: string, texts: Descriptions): void {
  if (!isJsonObject(node)) return;
  const { properties, items } = node;
  if (isJsonObject(properties)) {
    for (const [name, field] of Object.entries(properties)) {
      const fieldPath = path === '' ? name : `${path}.${name}`;
      const text = texts[fieldPath];
      if (isJsonObject(field) && text !== undefined) properties[name] = { description: text, ...field };
      describe(properties[name], fieldPath, texts);
    }
  }
  describe(items, `${path}[]`, texts);
  for (const choice of ['anyOf', 'oneOf']) {
    const parts = node[choice];
    if (Array.isArray(parts)) for (const part of parts) describe(part, path, texts);
  }
}
