/** The models that can be downloaded, and what came of a download. */
import { terminalTable, wrap } from './terminal.ts';

/** What a list of downloads says of a model. */
export interface Downloadable {
  readonly id: string;
  readonly title: string;
  readonly task: string;
  readonly licence: string;
  readonly source: { readonly repository: string; readonly url: string; readonly revision: string };
  readonly tried: boolean;
  readonly inputs: readonly { readonly name: string; readonly dims: readonly number[] }[];
  readonly variants: readonly {
    readonly precision: string;
    readonly files: readonly { readonly bytes: number | null; readonly sha256: string | null }[];
  }[];
}

/** A model that has come, with what vouched for its bytes. */
export interface Downloaded {
  readonly entry: Downloadable;
  readonly precision: string;
  readonly path: string;
  readonly files: readonly {
    readonly path: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly vouchedBy: 'manifest' | 'repository';
    readonly record: string | null;
    readonly kept: boolean;
  }[];
}

/** `width`: columns of the terminal; null: as wide as it gets. */
export function downloadsText(models: readonly Downloadable[], width: number | null): string {
  const table = terminalTable(
    [
      { head: 'id', align: 'left' },
      { head: 'what it does', align: 'left' },
      { head: 'precisions', align: 'left' },
    ],
    models.map(({ id, task, variants }) => [id, task, variants.map(({ precision }) => precision).join(', ')]),
  );
  const notes = models.map((model) => wrap(noteOn(model), width, '  '));
  return `${table}\n\n${notes.join('\n')}\n`;
}

function noteOn({ id, title, licence, source, tried, variants }: Downloadable): string {
  const files = variants.flatMap((variant) => variant.files);
  const asked = files.some(({ sha256 }) => sha256 === null);
  const hash = asked ? "hash from the repository's own record" : 'hash in the list';
  const trial = tried ? 'tried by the keeper of the list' : 'not tried by us';
  const revision = source.revision.slice(0, 12);
  return `${id}: ${title}; ${source.url} at ${revision}; licence ${licence}; ${hash}; ${trial}`;
}

/** What a downloaded model is called once it was taken in. */
export function importId(id: string, precision: string): string {
  return precision === 'fp32' ? id : `${id}-${precision}`;
}

/** Where it lies, and how a person takes it in, or runs it where that was done. */
export function downloadedText(
  { entry, precision, path, files }: Downloaded,
  isImported: boolean,
  width: number | null,
): string {
  const lines = files.map((file) => {
    const how = file.kept ? 'was here already' : `${(file.bytes / 1e6).toFixed(2)} MB`;
    return wrap(`${file.path}: ${how}; SHA-256 ${file.sha256}, ${voucher(file)}`, width, '  ');
  });
  const shapes = entry.inputs.map(({ name, dims }) => `--shape ${name}=${dims.join(',')}`);
  const id = importId(entry.id, precision);
  if (isImported) return `${lines.join('\n')}\n\nTo run it: joulemark bench --models ${id}\n`;
  const command = ['joulemark models import', quoted(path), `--id ${id}`, ...shapes].join(' ');
  return `${lines.join('\n')}\n\nTo run it: ${command}\n`;
}

function voucher({ vouchedBy, record }: Downloaded['files'][number]): string {
  return vouchedBy === 'manifest'
    ? 'as the list names it'
    : `as its host's record names it (${record ?? ''})`;
}

function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : `"${path}"`;
}
