/** What the system tells of its graphics adapters and neural processors, before any session has tried them. */
import type { Adapter } from './placement.ts';

/** One graphics adapter. null: the system does not tell. */
export interface GraphicsCard {
  readonly vendor: string | null;
  readonly model: string | null;
  readonly driver: string | null;
  /** Of its own; shared memory is not counted. */
  readonly memoryBytes: number | null;
  /** On the PCI bus, e.g. `01:00.0`. */
  readonly address: string | null;
  /** A guess from its name and its bus. */
  readonly kind: Extract<Adapter['kind'], 'discrete' | 'integrated' | 'software'> | null;
}

/** A neural processor that the system names, whether or not any provider reaches it. */
export interface NeuralProcessor {
  readonly vendor: string | null;
  readonly name: string;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|microsoft basic (render|display)|\bwarp\b/i;

/** True for the names of adapters whose work the processor does. */
export const isSoftwareAdapter = (name: string): boolean => SOFTWARE.test(name);

const VENDORS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['NVIDIA', /nvidia|0x10de\b|\btegra\b/i],
  ['AMD', /\bamd\b|\bati\b|advanced micro devices|radeon|0x1002\b/i],
  ['Intel', /intel|0x8086\b/i],
  ['Apple', /apple/i],
  ['Qualcomm', /qualcomm|adreno|0x5143\b/i],
  ['ARM', /\barm\b|\bmali\b/i],
  ['Broadcom', /broadcom|videocore/i],
];

/** One name for each maker, however a driver, a browser or the PCI list writes it; null: none of those known here. */
export function vendorName(text: string | null): string | null {
  if (text === null) return null;
  return VENDORS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
