/** From what a browser says of a GPU adapter to what a row says of it. */
import type { Adapter } from '#core/placement.ts';

/** What the page read from a `GPUAdapter`. Texts are empty where the browser keeps them to itself. */
export interface AdapterFacts {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** Chromium's own addition: `discrete GPU`, `integrated GPU`, `CPU`; empty where it does not tell. */
  readonly type: string;
  readonly isFallback: boolean;
  readonly fp16: boolean;
  readonly maxBufferBytes: number;
}

/** Drivers that compute on the processor. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|\bwarp\b|microsoft basic render/i;

export function describeAdapter(facts: AdapterFacts): Adapter {
  const { vendor, architecture, fp16, maxBufferBytes } = facts;
  return {
    name: nameOf(facts),
    vendor: vendor || null,
    kind: kindOf(facts),
    verified: facts.isFallback || vendor !== '' || architecture !== '',
    evidence: evidenceOf(facts),
    fp16,
    memoryBytes: maxBufferBytes > 0 ? maxBufferBytes : null,
  };
}

function kindOf({
  vendor,
  architecture,
  device,
  description,
  type,
  isFallback,
}: AdapterFacts): Adapter['kind'] {
  const software = [architecture, device, description].some((text) => SOFTWARE.test(text));
  if (isFallback || software || type === 'CPU') return 'software';
  if (type === 'discrete GPU') return 'discrete';
  // Apple has made no other kind since WebGPU has been there.
  if (type === 'integrated GPU' || vendor === 'apple') return 'integrated';
  return null;
}

function nameOf({ vendor, architecture, device, description }: AdapterFacts): string | null {
  if (/swiftshader/i.test(architecture)) return 'SwiftShader';
  return description || device || [vendor, architecture].filter((text) => text !== '').join(' ') || null;
}

function evidenceOf({ vendor, architecture, isFallback }: AdapterFacts): string {
  const said = [vendor && `vendor ${vendor}`, architecture && `architecture ${architecture}`];
  const words = said.filter((text) => text !== '');
  if (isFallback) words.push('a fallback adapter');
  const what = words.length === 0 ? 'nothing about itself' : words.join(', ');
  return `The adapter whose device the session took says: ${what}.`;
}
