/** Which of the system's graphics adapters a provider got. */
import type { Provider } from '#core/configuration.ts';
import { isSoftwareAdapter, vendorName, type GraphicsCard } from '#core/graphics.ts';
import type { Adapter } from '#core/placement.ts';

export type CardFacts = Pick<GraphicsCard, 'vendor' | 'model' | 'driver' | 'memoryBytes'>;

/**
 * Adapters of virtual machines and remote screens that draw and compute nothing. They are in the system's list,
 * and in no provider's.
 */
const DRAWS_ONLY =
  /vmware svga|\bqxl\b|cirrus|aspeed|matrox|hyper-v|remote display|virtual (display|desktop)|virtio|bochs|virtualbox|citrix|parsec/i;

/**
 * The adapters that a provider can mean. For DirectML that is all, the software ones last: DXGI, whose numbers it
 * takes, counts the Microsoft Basic Render Driver after the hardware (Microsoft, "IDXGIFactory1::EnumAdapters1").
 */
export function cardsOf(provider: Provider, graphics: readonly GraphicsCard[]): GraphicsCard[] {
  const cards = graphics.filter(({ vendor, model }) => !DRAWS_ONLY.test(`${vendor} ${model}`));
  if (provider === 'cuda' || provider === 'tensorrt')
    return cards.filter((card) => vendorOf(card) === 'NVIDIA');
  const hardware = cards.filter((card) => !isSoftware(card));
  return provider === 'dml' ? [...hardware, ...cards.filter(isSoftware)] : hardware;
}

export const isSoftware = ({ kind, model }: GraphicsCard): boolean =>
  kind === 'software' || (model !== null && isSoftwareAdapter(model));

/**
 * What the system says of the adapter that the provider got. Where several entries fit, only what all of them
 * say alike is taken: two cards of one model have one driver, but which of two models it was is not known.
 */
export function factsOfAdapter(
  provider: Provider,
  unit: string | null,
  adapter: Adapter | null,
  graphics: readonly GraphicsCard[],
): CardFacts {
  const cards = cardsOf(provider, graphics);
  const software = cards.filter(isSoftware);
  // The numbers of hardware are DXGI's, whose order the system's list need not have; those of software come last.
  const byNumber = provider === 'dml' && unit !== null ? cards[Number(unit)] : undefined;
  if (byNumber !== undefined && isSoftware(byNumber) && (adapter?.name ?? null) === null)
    return agreed(software);
  if (adapter?.kind === 'software') return agreed(byName(graphics.filter(isSoftware), adapter.name));
  return agreed(
    matching(
      cards.filter((card) => !isSoftware(card)),
      adapter,
    ),
  );
}

function matching(cards: readonly GraphicsCard[], adapter: Adapter | null): readonly GraphicsCard[] {
  if (adapter === null) return cards;
  const vendor = vendorName(adapter.vendor) ?? vendorName(adapter.name);
  const ofVendor = vendor === null ? cards : cards.filter((card) => vendorOf(card) === vendor);
  const ofKind = ofVendor.filter(
    ({ kind }) => adapter.kind === null || kind === null || kind === adapter.kind,
  );
  return byName(ofKind, adapter.name);
}

/** In the names of cards that have nothing else in common. */
const COMMON_WORDS = new Set(['amd', 'ati', 'nvidia', 'intel', 'radeon', 'geforce', 'graphics', 'series']);

/** Those whose model shares most words with the name, e.g. `7900` and `XTX`: drivers and the PCI list write them differently. */
function byName(cards: readonly GraphicsCard[], name: string | null): readonly GraphicsCard[] {
  if (name === null || cards.length < 2) return cards;
  const words = wordsOf(name);
  const scores = cards.map(({ model }) => {
    const own = wordsOf(model ?? '');
    return [...words].filter((word) => own.has(word)).length;
  });
  const best = Math.max(...scores);
  return best === 0 ? cards : cards.filter((_, index) => scores[index] === best);
}

function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[a-z0-9]{2,}/g) ?? [];
  return new Set(words.filter((word) => !COMMON_WORDS.has(word)));
}

const vendorOf = ({ vendor, model }: GraphicsCard): string | null => vendorName(vendor) ?? vendorName(model);

function agreed(cards: readonly GraphicsCard[]): CardFacts {
  const common = <K extends keyof CardFacts>(key: K): CardFacts[K] | null => {
    const values = new Set(cards.map((card) => card[key]));
    const [value] = values;
    return values.size === 1 && value !== undefined ? value : null;
  };
  return {
    vendor: common('vendor'),
    model: common('model'),
    driver: common('driver'),
    memoryBytes: common('memoryBytes'),
  };
}
