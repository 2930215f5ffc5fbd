/** What the fake keeps on its disk, and the smart plug beside it. */
import { Fault, type WireFault } from '#core/errors.ts';
import type { PlugReading } from '#ipc/calls/plug.ts';
import type { Amount, DeletableId, PlaceId, StorageFacts } from '#ipc/calls/storage.ts';

const DATA = '/home/ada/.local/share/joulemark';
const NOTHING: Amount = { files: 0, bytes: 0 };

export class FakeStorage {
  facts: StorageFacts = {
    places: [
      { id: 'data', path: DATA, exists: true },
      { id: 'history', path: `${DATA}/history`, exists: true },
      { id: 'cache', path: '/home/ada/.cache/joulemark', exists: true },
      { id: 'settings', path: `${DATA}/settings.json`, exists: true },
    ],
    amounts: {
      runs: { files: 3, bytes: 1_412_000 },
      made: { files: 42, bytes: 318_600_000 },
      settings: { files: 1, bytes: 412 },
    },
    plugGivenAtStart: null,
  };
  /** What the page asked to see in its folder, for the tests to look at. */
  readonly revealed: PlaceId[] = [];
  /** Why nothing can be deleted; null: it can. */
  fault: WireFault | null = null;

  delete(what: DeletableId): Amount {
    const { amounts } = this.facts;
    this.facts = { ...this.facts, amounts: { ...amounts, [what]: NOTHING } };
    return amounts[what];
  }

  has(what: DeletableId): boolean {
    return this.facts.amounts[what].files > 0;
  }
}

/** The one plug of the fake's network. */
export function readFakePlug(address: string): PlugReading | WireFault {
  if (address === '192.168.1.20')
    return { source: 'Shelly plug (S3PL-00112EU, generation 3), switch:0', powerW: 41.3 };
  return new Fault('meter-missing', `http://${address}/shelly cannot be reached`, {
    remedy: 'Check the address, and that this computer and the plug are in the same network.',
  }).toWire();
}
