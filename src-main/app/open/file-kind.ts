/** What a file is to Joulemark, by its name or else by how it begins. Pure. */

export type FileKind = 'record' | 'board' | 'model';

export const BOARD_EXTENSIONS = ['jsonl', 'ndjson', 'json', 'parquet'] as const;

const BY_ENDING: readonly (readonly [ending: string, kind: FileKind])[] = [
  ['.joulemark.json', 'record'],
  ['.onnx', 'model'],
  // Everything of a board but `.json`, which may be a record under another name.
  ...BOARD_EXTENSIONS.filter((extension) => extension !== 'json').map(
    (extension) => [`.${extension}`, 'board'] as const,
  ),
];

/** null: the name does not tell. */
export function kindByName(name: string): FileKind | null {
  const lower = name.toLowerCase();
  return BY_ENDING.find(([ending]) => lower.endsWith(ending))?.[1] ?? null;
}

/** `text`: how the file begins. null: it is nothing that Joulemark writes, of whatever version. */
export function kindByBeginning(text: string): FileKind | null {
  const [, family] = /"schema"\s*:\s*"joulemark\.(record|submission|revocation)\//.exec(text) ?? [];
  if (family === undefined) return null;
  return family === 'record' ? 'record' : 'board';
}
