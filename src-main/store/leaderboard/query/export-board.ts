/** A leaderboard as Parquet, in folders by method version and model: for rankings in a blink, and for other tools. */
import { mkdir, mkdtemp, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Fault } from '#core/errors.ts';
import { fileFault, systemCode } from '#disk/file-fault.ts';
import type { BoardFiles } from '../sources/board-files.ts';
import { queryFault, sqlText, withDatabase, type Database } from './database.ts';
import { EXPORTED, EXPORTED_COLUMNS } from './export-columns.ts';
import { readJson } from './json-rows.ts';
import { partitionLines, type Partition } from './partition-lines.ts';

export interface ExportRequest {
  readonly files: BoardFiles;
  /** The folder that is made; one that holds anything is refused. */
  readonly target: string;
  readonly cacheDir: string;
}

export interface Exported {
  readonly submissions: number;
  readonly revocations: number;
  /** Lines that are none of a leaderboard: they stay where they are. */
  readonly leftOut: number;
  readonly files: number;
}

/** Rows that are read and written together: few enough that the lines of the first ones cost little to reach. */
const ROW_GROUP = 2048;
/** As Hive names what has no value. */
const NO_VALUE = '__HIVE_DEFAULT_PARTITION__';

/**
 * All or nothing: the folder appears when it is whole. Throws a `Fault`: file-unwritable for the target,
 * file-unreadable, query-failed.
 */
export async function exportBoard({ files, target, cacheDir }: ExportRequest): Promise<Exported> {
  const path = resolve(target);
  const made = await newFolderBeside(path);
  try {
    const done = await withDatabase(cacheDir, (database) => exportInto(database, files, made));
    await rename(made, path);
    return done;
  } catch (cause) {
    throw queryFault(
      `export to ${path}`,
      systemCode(cause) === null ? cause : fileFault('file-unwritable', 'write', path, cause),
    );
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

/** An empty folder in the target's place goes; on Windows nothing could be renamed to it. */
async function newFolderBeside(path: string): Promise<string> {
  try {
    const held = await readdir(path).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return null;
      throw error;
    });
    if (held !== null && held.length > 0) {
      throw new Fault('file-unwritable', `the folder ${path} is not empty`, {
        remedy: 'Name a folder that does not exist; an export replaces nothing.',
      });
    }
    if (held !== null) await rmdir(path);
    await mkdir(dirname(path), { recursive: true });
    return await mkdtemp(join(dirname(path), `.${basename(path)}-`));
  } catch (cause) {
    throw fileFault('file-unwritable', 'make the folder', path, cause);
  }
}

async function exportInto(database: Database, files: BoardFiles, folder: string): Promise<Exported> {
  const { partitions, leftOut } = await partitionLines(database, files);
  if (partitions.length === 0) {
    throw new Fault('file-unreadable', 'the sources hold no line that can be exported', {
      remedy: 'Run "joulemark leaderboard validate" on the file; it says what is wrong with each line.',
    });
  }
  for (const [index, partition] of partitions.entries()) {
    const into = join(folder, ...folderNames(partition));
    await mkdir(into, { recursive: true });
    // Numbered over all folders: where names that differ in case are one folder, both files have room in it.
    await writeParquet(database, partition, join(into, `part-${index}.parquet`));
    await rm(partition.path);
  }
  const of = (isRevocation: boolean) =>
    partitions
      .filter((each) => (each.of === null) === isRevocation)
      .reduce((sum, { lines }) => sum + lines, 0);
  return { submissions: of(false), revocations: of(true), leftOut, files: partitions.length };
}

function writeParquet(database: Database, { path }: Partition, target: string): Promise<void> {
  return database.run(
    `COPY (SELECT ${EXPORTED} FROM ${readJson([path], EXPORTED_COLUMNS)} ORDER BY rowInFile) ` +
      `TO ${sqlText(target)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP})`,
  );
}

/** As Hive, and with it DuckDB, Spark and Trino, name folders by what they hold. */
function folderNames({ of }: Partition): [string, string] {
  const [methodVersion, model] = of === null ? [NO_VALUE, NO_VALUE] : [of.methodVersion, escaped(of.model)];
  return [`methodVersion=${methodVersion}`, `model=${model}`];
}

/** Whatever a file system or a pattern may take for more than a letter. */
function escaped(model: string): string {
  const bytes = Buffer.from(model, 'utf8');
  const name = [...bytes].map((byte) => {
    const sign = String.fromCharCode(byte);
    return /[A-Za-z0-9_-]/.test(sign) || (sign === '.' && bytes.length > 2)
      ? sign
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  // A folder's name has some 255 bytes at most.
  return name.join('').slice(0, 200);
}
