/** Logs of Intel Power Gadget, which Intel discontinued in 2023: for old recordings only. */
import { Fault } from '#core/errors.ts';

export interface GadgetLog {
  readonly rows: number;
  readonly durationS: number;
  /** Cumulative energies in the last row, J, by what they are of: `Processor`, `IA`, `DRAM`, `GT`. */
  readonly energiesJ: ReadonlyMap<string, number>;
  /** Of the processor's package in the last row. */
  readonly temperatureC: number | null;
}

/** Fault `meter-unreadable` where the text is no such log. */
export function parsePowerGadget(text: string): GadgetLog {
  const [header, ...lines] = text
    .split(/\r?\n/)
    .map((line) => line.split(',').map((cell) => cell.trim().replace(/^"|"$/g, '')));
  const rows = lines.filter((cells) => cells.length === header?.length && cells.length > 1);
  const elapsed = header?.indexOf('Elapsed Time (sec)') ?? -1;
  const last = rows.at(-1);
  if (header === undefined || elapsed < 0 || last === undefined) {
    throw new Fault('meter-unreadable', 'the text is no log of Intel Power Gadget');
  }
  const energiesJ = new Map<string, number>();
  for (const [index, name] of header.entries()) {
    // A column of each socket: `…_0`, `…_1`.
    const part = /^Cumulative (.+?) Energy_\d+ ?\(Joules\)$/.exec(name)?.[1];
    if (part !== undefined) energiesJ.set(part, (energiesJ.get(part) ?? 0) + numberIn(last[index], name));
  }
  const temperature = header.findIndex((name) => /^Package Temperature_0 ?\(C\)$/.test(name));
  return {
    rows: rows.length,
    durationS: numberIn(last[elapsed], 'Elapsed Time (sec)'),
    energiesJ,
    temperatureC: temperature < 0 ? null : numberIn(last[temperature], 'Package Temperature_0(C)'),
  };
}

function numberIn(cell: string | undefined, name: string): number {
  if (cell === undefined || !/^-?\d+(\.\d+)?$/.test(cell)) {
    throw new Fault('meter-unreadable', `Power Gadget shows ${JSON.stringify(cell ?? '')} for ${name}`);
  }
  return Number(cell);
}
