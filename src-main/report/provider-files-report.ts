/** What came of adding or removing the libraries of a provider, and what they need of the machine. */
import { terminalTable, wrap } from './terminal.ts';

interface Installed {
  readonly version: string;
  readonly folder: string;
  readonly source: string;
  readonly sha512: string;
  readonly vouchedBy: 'feed' | 'caller';
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  readonly at: string;
}

interface Need {
  readonly library: string;
  readonly partOf: string;
  readonly neededBy: string;
  readonly required: boolean;
  readonly found: boolean | null;
}

export interface EnabledFiles {
  readonly kept: boolean;
  readonly receipt: Installed;
  readonly libraries: { readonly needs: readonly Need[]; readonly unread: readonly string[] };
}

export interface DisabledFiles {
  readonly folder: string;
  readonly removed: readonly string[];
  readonly left: readonly string[];
  readonly receipt: Installed | null;
}

/** `width`: columns of the terminal; null: as wide as it gets. */
export function enabledText({ kept, receipt, libraries }: EnabledFiles, width: number | null): string {
  const { version, folder, files, source, sha512, vouchedBy, at } = receipt;
  const say = (text: string): string => wrap(text, width);
  const since = kept ? `have been there since ${at.slice(0, 10)}, unchanged` : 'were put there';
  const by = vouchedBy === 'feed' ? 'as the NuGet feed names it' : 'as --sha512 names it';
  return [
    say(`${folder}: the CUDA and TensorRT libraries of ONNX Runtime ${version} ${since}.`),
    ...files.map(({ name, bytes, sha256 }) =>
      wrap(`${name}: ${(bytes / 1e6).toFixed(2)} MB; SHA-256 ${sha256}`, width, '  '),
    ),
    say(`From ${source}; SHA-512 ${sha512}, ${by}.`),
    say('To undo it: joulemark devices disable cuda'),
    '',
    ...needsText(libraries, width),
    say('To see whether they work, and on what: joulemark devices'),
    '',
  ].join('\n');
}

function needsText({ needs, unread }: EnabledFiles['libraries'], width: number | null): string[] {
  const say = (text: string): string => wrap(text, width);
  const missing = needs.filter(({ found, required }) => found === false && required);
  const providers = [...new Set(missing.map(({ neededBy }) => neededBy))];
  return [
    ...(needs.length === 0 ? [] : [say('They need:'), needsTable(needs)]),
    ...unread.map((name) => say(`What the library of ${name} needs could not be read from it.`)),
    ...providers.map((provider) => {
      const parts = missing.filter(({ neededBy }) => neededBy === provider).map(({ partOf }) => partOf);
      return say(`Missing for ${provider}: ${[...new Set(parts)].join(', ')}.`);
    }),
    ...(providers.length === 0
      ? []
      : [say('Install what is missing so that the linker finds it (ldconfig, or LD_LIBRARY_PATH).')]),
  ];
}

function needsTable(needs: readonly Need[]): string {
  const heads = ['library', 'comes with', 'needed by', 'on this machine'];
  return terminalTable(
    heads.map((head) => ({ head, align: 'left' })),
    needs.map(({ library, partOf, neededBy, required, found }) => [
      library,
      partOf,
      required ? neededBy : `${neededBy}, some operators`,
      found === null ? 'not known' : found ? 'found' : 'missing',
    ]),
  );
}

export function disabledText(
  { folder, removed, left, receipt }: DisabledFiles,
  width: number | null,
): string {
  const say = (text: string): string => wrap(text, width);
  const whose =
    receipt === null ? 'not put there by this command' : 'changed since this command put it there';
  return [
    ...(removed.length === 0 ? [] : [say(`Removed from ${folder}: ${removed.join(', ')}.`)]),
    ...left.map((name) => say(`Left alone, since it was ${whose}: ${folder}/${name}`)),
    ...(removed.length + left.length === 0 ? [say(`${folder} has nothing to remove.`)] : []),
    '',
  ].join('\n');
}
