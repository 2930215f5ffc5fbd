/** Whether a meter of one graphics card measures the adapter that did the work. */
import type { Adapter } from '../placement.ts';
import type { MeterInfo } from '../ports.ts';

type Named = Pick<Adapter, 'name' | 'vendor'>;

/** As drivers, browsers and product names write them. */
const VENDORS: readonly (readonly [string, RegExp])[] = [
  ['nvidia', /nvidia|geforce|quadro|\b(?:rtx|gtx|tesla)\b|0x10de/],
  ['amd', /\b(?:amd|ati|radeon|instinct)\b|advanced micro devices|0x1002|amdgpu/],
  ['intel', /\bintel\b|0x8086/],
  ['apple', /\bapple\b|0x106b/],
  ['qualcomm', /qualcomm|adreno|0x5143/],
  ['arm', /\b(?:arm|mali)\b|0x13b5/],
];

/** Said of many products: they tell no two apart. */
const COMMON =
  /^(?:nvidia|geforce|amd|radeon|intel|corporation|inc|gpu|graphics|adapter|device|card|r|tm|c|the|of)$/;

/** A meter of one GPU and nothing else: of a card, or of the GPU inside a processor with all of its socket. */
export function isOfOneGpu({ summed, deviceName = null }: MeterInfo): boolean {
  return summed.includes('gpu') || deviceName !== null;
}

/** False: the two are different devices for certain. */
export function mayBelong(info: MeterInfo, adapter: Adapter | null): boolean {
  const { deviceName = null, summed } = info;
  if (adapter === null || deviceName === null) return true;
  const [ofMeter, ofAdapter] = [vendorOf(deviceName), vendorOf(textOf(adapter))];
  if (ofMeter !== null && ofAdapter !== null && ofMeter !== ofAdapter) return false;
  // AMD's and Intel's drivers show a card as `gpu`; the GPU inside a processor is metered with its socket.
  const isCard = summed.includes('gpu') && (ofMeter === 'amd' || ofMeter === 'intel');
  if (adapter.kind === 'integrated') return !isCard;
  return adapter.kind !== 'discrete' || summed.includes('gpu');
}

/** Of several meters the one whose name is the adapter's; null: none, or more than one. */
export function namedAlike<T extends { readonly info: MeterInfo }>(
  meters: readonly T[],
  adapter: Named | null,
): T | null {
  const wanted = wordsOf(adapter === null ? '' : textOf(adapter));
  if (wanted.size === 0) return null;
  const named = meters.map((meter) => ({ meter, words: wordsOf(meter.info.deviceName ?? '') }));
  const equal = named.filter(({ words }) => words.size === wanted.size && isWithin(words, wanted));
  const alike = equal.length > 0 ? equal : named.filter(({ words }) => isAlike(words, wanted));
  return alike.length === 1 ? (alike[0]?.meter ?? null) : null;
}

function isAlike(words: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean {
  return words.size > 0 && (isWithin(words, wanted) || isWithin(wanted, words));
}

const isWithin = (words: ReadonlySet<string>, others: ReadonlySet<string>): boolean =>
  [...words].every((word) => others.has(word));

function vendorOf(text: string): string | null {
  return VENDORS.find(([, pattern]) => pattern.test(text.toLowerCase()))?.[0] ?? null;
}

const textOf = ({ name, vendor }: Named): string => `${vendor ?? ''} ${name ?? ''}`.trim();

function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().split(/[^a-z0-9]+/);
  return new Set(words.filter((word) => word !== '' && !COMMON.test(word)));
}
