/** A WebNN context, and what it lets know about the device behind it. */
import type { Device } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import type { Adapter } from '#core/placement.ts';
import { reasonOf } from './faults.ts';

/** The parts of WebNN that are used; it is no part of TypeScript's library. */
export interface MLContext {
  /** Of newer browsers: false where no accelerator is used. */
  readonly accelerated?: boolean;
  readonly lost?: Promise<{ readonly message: string }>;
}
interface Ml {
  createContext(options: { deviceType: Device; powerPreference: 'high-performance' }): Promise<MLContext>;
}

/** Rejects with `provider-missing` or `provider-failed`. */
export async function createContext(deviceType: Device): Promise<MLContext> {
  const { ml } = navigator as Navigator & { readonly ml?: Ml };
  if (ml === undefined)
    throw new Fault('provider-missing', 'This Electron has no WebNN, or it is switched off.');
  try {
    return await ml.createContext({ deviceType, powerPreference: 'high-performance' });
  } catch (cause) {
    throw new Fault('provider-failed', `WebNN gives no context for ${deviceType}: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

/**
 * That a context was given proves nothing: browsers give one for `npu` where there is none. null: the processor
 * was asked for.
 */
export function describeContext(deviceType: Device, accelerated: boolean | undefined): Adapter | null {
  if (deviceType === 'cpu') return null;
  const unknown = { name: null, vendor: null, fp16: null, memoryBytes: null };
  if (accelerated === false) {
    const evidence = 'The WebNN context says that it is not accelerated: the processor does the work.';
    return { ...unknown, kind: 'software', verified: true, evidence };
  }
  const evidence =
    accelerated === true
      ? `The WebNN context says that it is accelerated, not whether by the ${deviceType} that was asked for.`
      : `WebNN gave a context for ${deviceType}, which it does without one, too, and says no more.`;
  return { ...unknown, kind: null, verified: false, evidence };
}
