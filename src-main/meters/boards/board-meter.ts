/** One meter out of the rails of a board, wherever they are read. */
import { Fault } from '#core/errors.ts';
import type { LevelMeter, LevelReading } from '#core/ports.ts';
import { plausibleW } from '../power-range.ts';
import { boardTotal, powerByDomain, type RailsW } from './rails.ts';

export interface BoardSource {
  readonly id: string;
  /** In words, e.g. a program or folders. */
  readonly name: string;
  readonly rails: RailsW;
}

export interface RailsAt {
  readonly atS: number;
  readonly rails: RailsW;
}

/**
 * The meter of the whole board, `psys`; parts with a rail of their own lie inside it. Throws
 * `meter-not-source` where no rail is known to be the whole board.
 */
export function openBoard(
  { id, name, rails }: BoardSource,
  read: () => Promise<RailsAt>,
  close?: () => Promise<void>,
): LevelMeter {
  const total = boardTotal(rails);
  if (total === null) {
    const shown = [...rails].map(([rail, powerW]) => `${rail} ${powerW.toFixed(2)} W`).join(', ');
    throw new Fault(
      'meter-not-source',
      `${name}: nobody tells which of these rails feeds the board: ${shown || 'none'}`,
    );
  }
  const source = `${name}: ${total.from.join(' + ')}`;
  return {
    kind: 'level',
    info: {
      id,
      tier: 'sensor',
      domains: [...powerByDomain(rails, total).keys()],
      summed: ['psys'],
      source,
      updatePeriodS: null,
      resolutionJ: null,
      accuracyRatio: null,
    },
    read: async () => boardReading(await read(), source),
    ...(close === undefined ? {} : { close }),
  };
}

function boardReading({ atS, rails }: RailsAt, source: string): LevelReading {
  const total = boardTotal(rails);
  if (total === null) throw new Fault('meter-unreadable', `${source}: a rail is missing`);
  plausibleW(total.powerW, source);
  return { atS, powerW: powerByDomain(rails, total) };
}
