/** Finds out what kind of plug answers at an address, and how its outlets are read. */
import { Fault } from '#core/errors.ts';
import type { MeterEnvironment } from '../environment.ts';
import { numberOf, objectOf, textOf, toldJson } from '../told-json.ts';
import type { Outlet } from './outlet.ts';
import { parseShelly } from './shelly-parse.ts';
import { parseTasmota, tasmotaRelays } from './tasmota-parse.ts';

/** A plug on the local network answers within tens of milliseconds, s. */
const ANSWER_WITHIN_S = 2;

export interface Plug {
  /** In words, without address or serial number: this goes into records. */
  readonly name: string;
  outlets(): Promise<readonly Outlet[]>;
}

type Fetch = Pick<MeterEnvironment, 'fetchText'>;
/** The JSON that a path of the plug answers with. */
type Ask = (path: string) => Promise<unknown>;

/**
 * Asks the one host, and it alone. Faults: `meter-missing` (nobody answers), `meter-silent`,
 * `meter-no-permission` (it wants a password), `meter-unreadable` (no plug that we know).
 */
export async function findPlug({ fetchText }: Fetch, host: string): Promise<Plug> {
  const ask: Ask = async (path) =>
    toldJson(await fetchText(`http://${host}${path}`, { timeoutS: ANSWER_WITHIN_S }), host);
  const faults: Fault[] = [];
  for (const kind of [shelly, tasmota]) {
    try {
      return await kind(ask, host);
    } catch (error) {
      if (!(error instanceof Fault) || error.code === 'meter-no-permission') throw error;
      if (error.code === 'meter-silent') throw unreachable(error);
      faults.push(error);
    }
  }
  const told = faults.find(({ code }) => code === 'meter-unreadable');
  if (told === undefined) throw unreachable(faults[0] as Fault);
  throw new Fault('meter-unreadable', `${host} is neither a Shelly nor a Tasmota plug: ${told.message}`);
}

function unreachable({ code, message }: Fault): Fault {
  return new Fault(code, message, {
    remedy: 'Check the address, and that this computer and the plug are in the same network.',
  });
}

async function shelly(ask: Ask, host: string): Promise<Plug> {
  const about = objectOf(await ask('/shelly'));
  const model = textOf(about?.model) ?? textOf(about?.type);
  if (about === null || model === null) {
    throw new Fault('meter-unreadable', `${host} does not say which Shelly it is`);
  }
  if (about.auth_en === true || about.auth === true) {
    throw new Fault('meter-no-permission', `the Shelly plug at ${host} asks for a password`, {
      remedy:
        'Joulemark reads plugs without one: take the password off in the plug’s own page while you measure.',
    });
  }
  const generation = numberOf(about.gen) ?? 1;
  const path = generation === 1 ? '/status' : '/rpc/Shelly.GetStatus';
  return {
    name: `Shelly plug (${model}, generation ${generation})`,
    outlets: async () => parseShelly(await ask(path)),
  };
}

async function tasmota(ask: Ask): Promise<Plug> {
  const read = async () => parseTasmota(await ask('/cm?cmnd=Status%208'));
  const relays = tasmotaRelays(await ask('/cm?cmnd=State'));
  const withRelays = (outlets: readonly Outlet[]): Outlet[] =>
    // One relay for all channels, or one each.
    outlets.map((outlet, index) => ({ ...outlet, on: relays[relays.length === 1 ? 0 : index] ?? null }));
  withRelays(await read());
  return { name: 'Tasmota plug', outlets: async () => withRelays(await read()) };
}
