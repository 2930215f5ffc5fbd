/** The texts of the licences that the models are under. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#core/errors.ts';
import type { LicenceText } from '#core/suite.ts';
import type { ModelDefinition } from '#models/definition.ts';
import { licencesOf } from '#models/licences.ts';

/** Each once, in the order of the models. Rejects with `file-unreadable`: a package without them is not whole. */
export async function readLicences(
  models: readonly ModelDefinition[],
  packageRoot: string,
): Promise<LicenceText[]> {
  const once = new Map(models.flatMap(licencesOf).map((licence) => [licence.id, licence]));
  return Promise.all(
    [...once.values()].map(async ({ file, ...licence }) => {
      const path = join(packageRoot, file);
      const text = await readFile(path, 'utf8').catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Fault('file-unreadable', `cannot read the licence ${path}: ${reason}`, { cause });
      });
      return { ...licence, text };
    }),
  );
}
