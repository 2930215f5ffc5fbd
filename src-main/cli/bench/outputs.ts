/** Where the results of a run go besides the terminal: `--json`, `--csv`, `--md`, `--html`. */
import { resolve } from 'node:path';
import { Fault } from '#core/errors.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { RECORD_FORMATS, type RecordFormat } from '#report/record-format.ts';
import { checkTextFile, writeTextFile } from '#store/text-file.ts';
import type { Output } from '../context.ts';
import { write } from '../output.ts';

export interface Outputs {
  /** Takes stdout in place of the table; null: stdout shows the table. */
  readonly toStdout: RecordFormat | null;
  readonly toFiles: readonly { readonly format: RecordFormat; readonly path: string }[];
}

/** Throws a `Fault` (wrong-usage) when two formats want the same place. */
export function outputsOf(options: { readonly [F in RecordFormat]?: string }, cwd: string): Outputs {
  const asked = (Object.keys(RECORD_FORMATS) as RecordFormat[]).flatMap((format) => {
    const target = options[format];
    return target === undefined ? [] : [{ format, path: target === '-' ? '-' : resolve(cwd, target) }];
  });
  const taken = new Map<string, RecordFormat>();
  for (const { format, path } of asked) {
    const other = taken.get(path);
    if (other !== undefined) {
      const place = path === '-' ? 'stdout' : path;
      throw new Fault('wrong-usage', `--${other} and --${format} cannot both write to ${place}`);
    }
    taken.set(path, format);
  }
  return {
    toStdout: taken.get('-') ?? null,
    toFiles: asked.filter(({ path }) => path !== '-'),
  };
}

/** Before a run of minutes: throws a `Fault` (file-unwritable) for a file that could not be written after it. */
export async function checkOutputs(outputs: Outputs): Promise<void> {
  for (const { path } of outputs.toFiles) await checkTextFile(path);
}

/** Writes what was asked for; a file that fails does not keep the others from being written. */
export async function writeOutputs(record: RunRecord, outputs: Outputs, stdout: Output): Promise<unknown[]> {
  const writing = outputs.toFiles.map(async ({ format, path }) =>
    writeTextFile(path, await RECORD_FORMATS[format](record)),
  );
  if (outputs.toStdout !== null) await write(stdout, await RECORD_FORMATS[outputs.toStdout](record));
  const results = await Promise.allSettled(writing);
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
}
