/** The power of a Jetson board (or another with INA chips): from sysfs, else from `tegrastats`. */
import { Fault } from '#core/errors.ts';
import type { Clock, ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { followSamples } from '../followed-sample.ts';
import { sysfsOf, type SystemTree } from '../linux/system-tree.ts';
import { observeLevel } from '../observe-level.ts';
import { probeOne, type Opened } from '../probe.ts';
import { openBoard } from './board-meter.ts';
import { findRails, readRails } from './ina-rails.ts';
import type { RailsW } from './rails.ts';
import { parseTegrastats } from './tegrastats-parse.ts';

const INA_ID = 'board:ina';
const TEGRASTATS_ID = 'board:tegrastats';

const missedBoard = (id: string) => ({
  id,
  tier: 'sensor' as const,
  domains: ['psys' as const],
  fixOf: () => null,
});

/** tegrastats is asked only where sysfs shows no board: it is a process for the whole run. */
export async function probeBoard(environment: MeterEnvironment): Promise<ProbeResult[]> {
  const tree = sysfsOf(environment);
  const rails = tree === null ? null : await probeRails(tree, environment.clock);
  if (rails?.ok === true || environment.synthetic || environment.platform !== 'linux') {
    return rails === null ? [] : [rails];
  }
  const program = await probeOne(missedBoard(TEGRASTATS_ID), () => openTegrastats(environment));
  // Where the program is missing, this is no Jetson, and there is nothing to tell.
  const found = program.ok || program.fault.code !== 'meter-missing' ? [program] : [];
  return rails === null ? found : [rails, ...found];
}

/** null where there is no INA chip. */
export async function probeRails(tree: SystemTree, clock: Clock): Promise<ProbeResult | null> {
  const readers = await findRails(tree);
  if (readers.length === 0) return null;
  return probeOne(missedBoard(INA_ID), async () => {
    const { rails, fault } = await readRails(readers);
    if (rails.size === 0 && fault !== null) throw fault;
    const name = [...new Set(readers.map(({ path }) => path))].join(' + ');
    const meter = openBoard({ id: INA_ID, name, rails }, async () => {
      const fromS = clock.nowS();
      const now = await readRails(readers);
      if (now.fault !== null) throw now.fault;
      return { atS: (fromS + clock.nowS()) / 2, rails: now.rails };
    });
    return observeLevel(meter, clock);
  });
}

/** Time between two lines, ms. */
const INTERVAL_MS = 100;

async function openTegrastats(environment: MeterEnvironment): Promise<Opened> {
  const program = {
    file: 'tegrastats',
    args: ['--interval', String(INTERVAL_MS)],
    separator: '\n',
    firstWithinS: 2,
    nextWithinS: 2,
  };
  const lines = followSamples(environment, program, railsOfLine);
  const read = async () => {
    const { atS, value } = await lines.newest();
    return { atS, rails: value };
  };
  try {
    const { rails } = await read();
    const meter = openBoard({ id: TEGRASTATS_ID, name: 'tegrastats', rails }, read, lines.close);
    return await observeLevel(meter, environment.clock, { documentedPeriodS: INTERVAL_MS / 1000 });
  } finally {
    // Nobody may use it for long; a reading starts it again.
    await lines.close();
  }
}

function railsOfLine(line: string): RailsW | null {
  if (line.trim() === '') return null;
  const { rails } = parseTegrastats(line);
  if (rails.size === 0) throw new Fault('meter-unreadable', 'tegrastats prints no power on this board');
  return new Map([...rails].map(([name, { nowW }]) => [name, nowW]));
}
