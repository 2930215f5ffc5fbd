/** A server's own meter by IPMI: `ipmitool dcmi power reading`, and FreeIPMI's `ipmi-dcmi`. */
import { Fault } from '#core/errors.ts';

export interface DcmiPower {
  /** The only one that tells of now. */
  readonly instantaneousW: number;
  readonly minimumW: number | null;
  readonly maximumW: number | null;
  /** Over the management controller's own time, which may be weeks. */
  readonly averageW: number | null;
  /** False: the controller does not measure at the moment; null: not told. */
  readonly active: boolean | null;
}

/** Faults `meter-unreadable` (no reading in the text), `meter-not-source` (measuring is switched off). */
export function parseDcmi(text: string): DcmiPower {
  const instantaneousW = watts(
    text,
    /^\s*(?:Instantaneous power reading|Current Power)\s*:\s*(\d+(?:\.\d+)?) Watts\s*$/im,
  );
  if (instantaneousW === null) {
    const said = JSON.stringify(text.trim().slice(0, 80));
    throw new Fault('meter-unreadable', `there is no power reading in what IPMI says: ${said}`);
  }
  const state = /^\s*(?:Power reading state is|Power Measurement)\s*:\s*(\S.*?)\s*$/im.exec(text)?.[1];
  const active = state === undefined ? null : /^(activated|active)$/i.test(state);
  if (active === false) throw new Fault('meter-not-source', `IPMI's power measurement is ${state}`);
  return {
    instantaneousW,
    minimumW: watts(
      text,
      /^\s*Minimum (?:during|power over) sampling (?:period|duration)\s*:\s*(\d+(?:\.\d+)?) Watts\s*$/im,
    ),
    maximumW: watts(
      text,
      /^\s*Maximum (?:during|power over) sampling (?:period|duration)\s*:\s*(\d+(?:\.\d+)?) Watts\s*$/im,
    ),
    averageW: watts(
      text,
      /^\s*Average power (?:reading )?over sampl(?:e|ing) (?:period|duration)\s*:\s*(\d+(?:\.\d+)?) Watts\s*$/im,
    ),
    active,
  };
}

function watts(text: string, line: RegExp): number | null {
  const digits = line.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}
