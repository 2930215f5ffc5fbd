/** Which line of which file a row stands for, as one number. */
import type { JsonFile } from '../sources/board-files.ts';
import { LineIndex } from './line-index.ts';

/** Of files of JSON lines: the place of a line is its number among the lines of all files, from 0, blank ones left out. */
export interface Placed {
  readonly files: readonly JsonFile[];
  /** Of each file the place of its first line. */
  readonly firstPlaces: readonly number[];
  /** Of each file where its lines begin, as far as that has been needed. */
  readonly indexes: readonly LineIndex[];
}

export function placedIn(files: readonly JsonFile[], firstPlaces: readonly number[]): Placed {
  return { files, firstPlaces, indexes: files.map(({ path }) => new LineIndex(path)) };
}

export interface LinesOfFile {
  readonly file: JsonFile;
  readonly index: LineIndex;
  readonly first: number;
  /** Ascending, from the file's first line on, which has 0. */
  readonly ordinals: number[];
}

export function byFile({ files, firstPlaces, indexes }: Placed, places: readonly number[]): LinesOfFile[] {
  const found: LinesOfFile[] = [];
  let number = 0;
  for (const place of [...places].sort((a, b) => a - b)) {
    // Of files without lines the last one begins where a file with lines does.
    while ((firstPlaces[number + 1] ?? Number.POSITIVE_INFINITY) <= place) number += 1;
    const [file, index, first] = [files[number], indexes[number], firstPlaces[number]];
    if (file === undefined || index === undefined || first === undefined) {
      throw new RangeError(`no file holds line ${place}`);
    }
    const last = found.at(-1);
    if (last?.index === index) last.ordinals.push(place - first);
    else found.push({ file, index, first, ordinals: [place - first] });
  }
  return found;
}

/** Above all places of JSON lines. */
const PARQUET = 2 ** 52;
/** More rows than a file of an export has. */
const ROWS = 2 ** 32;

/** SQL: the place of a row of an export; exact in a JavaScript number for a million files. */
export const PARQUET_PLACE = `(${PARQUET} + file_index::BIGINT * ${ROWS} + file_row_number::BIGINT)`;

export function isParquetPlace(place: number): boolean {
  return place >= PARQUET;
}

export function parquetPlace(place: number): { readonly file: number; readonly row: number } {
  const file = Math.floor((place - PARQUET) / ROWS);
  return { file, row: place - PARQUET - file * ROWS };
}
