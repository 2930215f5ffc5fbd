import { parseSmiCsv, smiNumber, type SmiColumn, type SmiRow } from '#meters/nvidia/smi-csv.ts';
import { describeGpu } from '#meters/nvidia/smi.ts';
import type { Checks, Given, Json, JsonObject } from '../checks.ts';
import type { Adapter } from '../recording.ts';
import { unitOfKey } from '../units.ts';

/** Fields that the tool prints under another name than it is asked for. */
const PRINTED: Readonly<Record<string, string>> = {
  'clocks.sm': 'clocks.current.sm',
  'clocks.mem': 'clocks.current.memory',
  'clocks.gr': 'clocks.current.graphics',
};

export const adapter: Adapter = {
  kinds: /^nvidia_smi(?!.*xml)/,
  replay(recording, checks) {
    const tables = recording.files
      .filter((file) => /\.csv$/.test(file) || !/\.(txt|xml|json)$/.test(file))
      .map((file) => ({ file, ...parseSmiCsv(recording.text(file)) }));
    const given = tables.flatMap(({ file, columns, rows }) =>
      rows.flatMap((row) => givenOf(file, columns, row)),
    );
    const states = (checks.take('states') ?? {}) as JsonObject;
    for (const [state, expected] of Object.entries(states)) {
      const table = tables.find(({ file }) => file.includes(state)) ?? tables[0];
      const row = table?.rows[0];
      if (table === undefined || row === undefined) checks.fail(`${state}: no table`);
      else compareState(checks, state, expected as JsonObject, table.columns, row);
    }
    checks.readings(given);
    checks.notAvailable(given);
    for (const key of ['cards', 'gpus', 'rows']) checks.table(key, given);
    compareKind(
      checks,
      tables.flatMap(({ rows }) => rows),
    );
    const energy = checks.take('energy_counter_via_nvidia_smi');
    const shown = tables.some(({ columns }) => columns.some(({ name }) => /energy/.test(name)));
    if (energy !== undefined) checks.same('energy counter in the table', energy, shown);
  },
};

function compareState(
  checks: Checks,
  state: string,
  expected: JsonObject,
  columns: readonly SmiColumn[],
  row: SmiRow,
): void {
  for (const [key, value] of Object.entries(expected)) {
    const what = `${state} ${key}`;
    if (key === 'columns') checks.same(what, value, columns.length);
    else if (key === 'raw') compareRaw(checks, state, value as JsonObject, columns, row);
    else if (key === 'not_available') {
      for (const field of value as readonly Json[])
        checks.same(`${state} ${String(field)}`, null, textOf(row, nameOf(String(field))));
    } else if (typeof value === 'number' || value === null) {
      const unit = unitOfKey(key);
      checks.same(
        what,
        value,
        smiNumber(row, inTable(row, unit === '' ? key : key.slice(0, -unit.length - 1))),
      );
    } else checks.same(what, value, textOf(row, key));
  }
}

/** Cells as printed, under their header; a remark is no value. */
function compareRaw(
  checks: Checks,
  state: string,
  raw: JsonObject,
  columns: readonly SmiColumn[],
  row: SmiRow,
): void {
  for (const [header, cell] of Object.entries(raw)) {
    const name = nameOf(header);
    checks.same(
      `${state} column ${name}`,
      true,
      columns.some((column) => column.name === name),
    );
    const isRemark = /^\[|^N\/A$/.test(String(cell));
    checks.same(`${state} raw ${header}`, isRemark ? null : cell, textOf(row, name));
  }
}

/** Whether the drawn power is of now or a mean. */
function compareKind(checks: Checks, rows: readonly SmiRow[]): void {
  const kind = checks.take('power.draw_is');
  const [row] = rows;
  if (typeof kind !== 'string' || row === undefined) return;
  const mean = smiNumber(row, 'power.draw.average') !== null;
  checks.same('power.draw is a mean', /^\S* ?\S* ?average/.test(kind), mean);
  // Whatever power.draw is, the meter takes the instantaneous one where there is one.
  const withIndex = new Map(row).set('index', row.get('index') ?? '0');
  checks.same('taken for a mean', false, describeGpu(withIndex).power?.averagedS !== 0);
}

function givenOf(file: string, columns: readonly SmiColumn[], row: SmiRow): Given[] {
  return columns.flatMap(({ name, unit }) => {
    const text = row.get(name) ?? null;
    const isNumber = text === null || /^-?[\d.]+(?: ?\S+)?$/.test(text);
    if (!isNumber || (text !== null && Number.isNaN(Number.parseFloat(text)))) return [];
    const value = text === null ? null : Number.parseFloat(text);
    return {
      names: [file, row.get('name') ?? '', name],
      value,
      unit: unit ?? (/^temperature/.test(name) ? 'C' : ''),
    };
  });
}

const nameOf = (header: string): string => header.replace(/ \[[^\]]*\]$/, '');
const textOf = (row: SmiRow, name: string): string | null => row.get(inTable(row, name)) ?? null;
const inTable = (row: SmiRow, name: string): string => (row.has(name) ? name : (PRINTED[name] ?? name));
