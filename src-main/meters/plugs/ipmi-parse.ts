/** A server's own meter by IPMI: `ipmitool dcmi power reading`, and FreeIPMI's `ipmi-dcmi`. */
import { Fault } from '#core/errors.ts';

export interface DcmiPower {
  /** The only one that tells of now. */
  readonly instantaneousW: number;
  readonly minimumW: number | null;
  readonly maximumW: number | null;
  /** Over the management controller's own time, which may be weeks. */
  readonly averageW: number | null;
  /** How long the controller has averaged, s. */
  readonly periodS: number | null;
  /**
   * What the controller says of itself: some say `deactivated` and measure all the same. null: not told.
   */
  readonly active: boolean | null;
}

/**
 * Faults `meter-unreadable` (no reading in the text), `meter-not-source` (0 W, which a controller that
 * does not measure shows: no machine that answers draws nothing).
 */
export function parseDcmi(text: string): DcmiPower {
  const instantaneousW = watts(text, 'Instantaneous power reading|Current Power');
  if (instantaneousW === null) {
    const said = JSON.stringify(text.trim().slice(0, 80));
    throw new Fault('meter-unreadable', `there is no power reading in what IPMI says: ${said}`);
  }
  const state = /^\s*(?:Power reading state is|Power Measurement)\s*:\s*(\S.*?)\s*$/im.exec(text)?.[1];
  if (instantaneousW === 0) {
    throw new Fault('meter-not-source', `IPMI shows 0 W; its power measurement is ${state ?? 'not told'}`);
  }
  const seconds = /Sampling period\s*:\s*(\d+) Seconds/i.exec(text)?.[1];
  return {
    instantaneousW,
    minimumW: watts(text, 'Minimum (?:during|power over) sampling (?:period|duration)'),
    maximumW: watts(text, 'Maximum (?:during|power over) sampling (?:period|duration)'),
    averageW: watts(text, 'Average power (?:reading )?over sampl(?:e|ing) (?:period|duration)'),
    periodS: seconds === undefined ? null : Number(seconds),
    active: state === undefined ? null : /^activ/i.test(state),
  };
}

function watts(text: string, name: string): number | null {
  const line = new RegExp(`^\\s*(?:${name})\\s*:\\s*(\\d+(?:\\.\\d+)?) Watts\\s*$`, 'im');
  const digits = line.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}
