/** The note of what was installed and where, which undoing goes by. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { diskFailure, reasonOf } from '#catalogue/download/errors.ts';
import { Fault } from '#core/errors.ts';
import { systemCode } from '#disk/file-fault.ts';
import { writeWhole } from '#disk/write-whole.ts';
import { FILE_NAMES } from './target.ts';

const receiptSchema = z.object({
  schema: z.literal('joulemark.provider-files/1'),
  package: z.string(),
  version: z.string(),
  /** The address or path that the package came from. */
  source: z.string(),
  /** Of the package, in hexadecimal. */
  sha512: z.string().regex(/^[0-9a-f]{128}$/),
  /** `feed`: the NuGet feed named the hash; `caller`: whoever ran the command gave it. */
  vouchedBy: z.enum(['feed', 'caller']),
  folder: z.string(),
  files: z.array(
    z.object({
      // No other name can be in a receipt, so that undoing one removes nothing else.
      name: z.enum(FILE_NAMES),
      bytes: z.int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  /** When it was installed, ISO 8601. */
  at: z.string(),
});

export type Receipt = z.infer<typeof receiptSchema>;
export type ReceiptFile = Receipt['files'][number];

/** One for each folder, since several installations of Joulemark share a data folder. */
export function receiptPath(dataDir: string, folder: string): string {
  const key = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  return join(dataDir, 'provider-files', `cuda-${key}.json`);
}

/** Null where there is none. Rejects with `file-unreadable`: without it nobody knows whose the files are. */
export async function readReceipt(path: string): Promise<Receipt | null> {
  const remedy = `Remove ${path} if it is damaged; files that are installed then count as somebody else's.`;
  try {
    const parsed = receiptSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (parsed.success) return parsed.data;
    throw new Fault('file-unreadable', `${path} is no note of installed files`, { remedy });
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    if (systemCode(cause) === 'ENOENT') return null;
    throw new Fault('file-unreadable', `cannot read ${path}: ${reasonOf(cause)}`, { cause, remedy });
  }
}

/** Whole and on the disk when this resolves. */
export async function writeReceipt(path: string, receipt: Receipt): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeWhole(path, `${JSON.stringify(receipt, null, 1)}\n`);
  } catch (cause) {
    throw diskFailure(path, cause);
  }
}

export async function removeReceipt(path: string): Promise<void> {
  await rm(path, { force: true }).catch((cause: unknown) => {
    throw diskFailure(path, cause);
  });
}
