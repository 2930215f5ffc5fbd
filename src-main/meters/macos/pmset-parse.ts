/** `pmset -g batt`: where a Mac's power comes from, and how full its batteries are. No power is told. */
import { Fault } from '#core/errors.ts';

export interface PowerSource {
  /** `AC Power`, `Battery Power` or `UPS Power`. */
  readonly source: string;
  readonly onMains: boolean;
  readonly batteries: readonly ListedBattery[];
}

export interface ListedBattery {
  readonly name: string;
  readonly percent: number;
  /** As printed: `charging`, `discharging`, `charged`, `finishing charge`, `AC attached; not charging`, … */
  readonly state: string;
  /** Until empty or full; null where there is no estimate. */
  readonly minutesLeft: number | null;
  readonly present: boolean | null;
}

const SOURCE = /^\s*(?:Now|Currently) drawing (?:from|power from) '([^']+)'/m;
const BATTERY = /^\s*-(.+?)(?: \(id=\d+\))?\s+(\d{1,3})%;\s*(.*)$/gm;

/** Fault `meter-unreadable` where the text is not pmset's. */
export function parsePmset(text: string): PowerSource {
  const source = SOURCE.exec(text)?.[1];
  if (source === undefined) {
    throw new Fault(
      'meter-unreadable',
      `pmset says nothing of a power source: ${JSON.stringify(text.slice(0, 80))}`,
    );
  }
  const batteries = [...text.matchAll(BATTERY)].map(([, name = '', percent, rest = '']) => ({
    name,
    percent: Number(percent),
    ...told(rest),
  }));
  return { source, onMains: source === 'AC Power', batteries };
}

/** `discharging; 3:12 remaining present: true`, with any of its parts missing. */
function told(rest: string): Pick<ListedBattery, 'state' | 'minutesLeft' | 'present'> {
  const present = /present: (true|false)/.exec(rest)?.[1];
  const [, hours, minutes] = /(\d+):(\d{2}) remaining/.exec(rest) ?? [];
  const state = rest
    .replace(/\(no estimate\)|\(removed\)|\d+:\d{2} remaining|present: \w+/g, '')
    .replace(/[;\s]+$/, '')
    .replace(/^[;\s]+/, '');
  // A full battery shows 0:00, which is no time until anything.
  const minutesLeft = hours === undefined ? null : Number(hours) * 60 + Number(minutes);
  return {
    state,
    minutesLeft: /^charged/.test(state) ? null : minutesLeft,
    present: present === undefined ? null : present === 'true',
  };
}
