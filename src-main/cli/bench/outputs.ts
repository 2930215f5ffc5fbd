/** Where the results of a run go besides the terminal: `--json`, `--csv`, `--md`. */
import { resolve } from 'node:path';
import { Fault } from '#core/errors.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { recordText } from '#core/record/text.ts';
import { runCsv, runMarkdown } from '#report/run-report.ts';
import { checkTextFile, writeTextFile } from '#store/text-file.ts';
import type { Output } from '../context.ts';
import { write } from '../output.ts';

const FORMATS = { json: recordText, csv: runCsv, md: runMarkdown } as const;
type Format = keyof typeof FORMATS;

export interface Outputs {
  /** Takes stdout in place of the table; null: stdout shows the table. */
  readonly toStdout: Format | null;
  readonly toFiles: readonly { readonly format: Format; readonly path: string }[];
}

/** Throws a `Fault` (wrong-usage) when two formats want the same place. */
export function outputsOf(options: { readonly [F in Format]?: string }, cwd: string): Outputs {
  const asked = (Object.keys(FORMATS) as Format[]).flatMap((format) => {
    const target = options[format];
    return target === undefined ? [] : [{ format, path: target === '-' ? '-' : resolve(cwd, target) }];
  });
  const taken = new Map<string, Format>();
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
  const writing = outputs.toFiles.map(({ format, path }) => writeTextFile(path, FORMATS[format](record)));
  if (outputs.toStdout !== null) await write(stdout, FORMATS[outputs.toStdout](record));
  const results = await Promise.allSettled(writing);
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
}
