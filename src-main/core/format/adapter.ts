/** An adapter as people read it. */
import type { Adapter } from '../placement.ts';

/** Its name, with the vendor where the name leaves that out; null: neither is known. */
export function adapterWords({ name, vendor }: Pick<Adapter, 'name' | 'vendor'>): string | null {
  if (name === null || vendor === null) return name ?? vendor;
  return name.toLowerCase().includes(vendor.toLowerCase()) ? name : `${vendor} ${name}`;
}
