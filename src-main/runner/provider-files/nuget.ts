/**
 * What a NuGet feed of protocol version 3 says of one version of a package: where its file lies, how long it is and what it
 * hashes to. As learn.microsoft.com/nuget/api describes it: the service index names `PackageBaseAddress` (the files) and
 * `RegistrationsBaseUrl`; its index holds pages, inline or at their own address, of leaves; a leaf names its catalog
 * entry, and that holds `packageHash` (Base64), `packageHashAlgorithm` and `packageSize`. The address of a leaf may not
 * be guessed. The hash comes from the feed, not from the file's host: nuget.org serves both over https.
 *
 * Tested against a server on this machine that answers so: api.nuget.org could not be reached where this was written.
 */
import { z } from 'zod';
import { resolveAddress } from '#catalogue/download/addresses.ts';
import type { Checksum } from '#catalogue/download/checksum.ts';
import { Transient } from '#catalogue/download/errors.ts';
import { getText, type Network } from '#catalogue/download/network.ts';
import { withRetries } from '#catalogue/download/retries.ts';
import { Fault } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import { base64Checksum } from './sha512.ts';

const MAX_JSON_BYTES = 16_000_000;
const FILES = ['PackageBaseAddress/3.0.0'];
/** The same list in three forms; those of 3.4.0 and later are always compressed. */
const REGISTRATIONS = ['RegistrationsBaseUrl/3.6.0', 'RegistrationsBaseUrl/3.4.0', 'RegistrationsBaseUrl'];

const indexSchema = z.object({ resources: z.array(z.object({ '@id': z.string(), '@type': z.string() })) });
const leafSchema = z.object({ catalogEntry: z.object({ '@id': z.string(), version: z.string() }) });
const pageSchema = z.object({ items: z.array(leafSchema) });
const registrationSchema = z.object({
  items: z.array(z.object({ '@id': z.string(), items: z.array(leafSchema).optional() })),
});
const entrySchema = z.object({
  packageHash: z.string().optional(),
  packageHashAlgorithm: z.string().optional(),
  packageSize: z.int().positive().optional(),
});

export interface PackageName {
  readonly id: string;
  readonly version: string;
}

export interface PackageRecord {
  readonly checksum: Checksum;
  readonly bytes: number;
}

export interface Feed {
  /** Where the package's file lies. Throws `download-failed` where the feed names no place for files. */
  address(name: PackageName): URL;
  /** Rejects with `download-failed` where the feed has no such version, or no SHA-512 of it. */
  record(name: PackageName): Promise<PackageRecord>;
}

/** Rejects with `download-failed`, e.g. where the feed cannot be reached. */
export async function openFeed(index: URL, network: Network): Promise<Feed> {
  const { resources } = await getJson(index, indexSchema, network);
  const resource = (types: readonly string[]): URL => {
    for (const type of types) {
      const found = resources.find((each) => each['@type'] === type);
      if (found !== undefined) return resolveAddress(found['@id'].replace(/\/*$/, '/'), index);
    }
    throw new Fault('download-failed', `${index.href} names no ${types.join(' or ')}`);
  };
  return {
    address({ id, version }) {
      const [name, number] = [id.toLowerCase(), version.toLowerCase()];
      return new URL(`${name}/${number}/${name}.${number}.nupkg`, resource(FILES));
    },
    record: (name) => recordOf(resource(REGISTRATIONS), name, network),
  };
}

async function recordOf(base: URL, name: PackageName, network: Network): Promise<PackageRecord> {
  const url = new URL(`${name.id.toLowerCase()}/index.json`, base);
  const entry = await catalogEntry(url, name, network);
  const { packageHash, packageHashAlgorithm, packageSize } = await getJson(entry, entrySchema, network);
  const checksum = packageHashAlgorithm === 'SHA512' ? base64Checksum(packageHash ?? '') : null;
  if (checksum !== null && packageSize !== undefined) return { checksum, bytes: packageSize };
  throw new Fault(
    'download-failed',
    `${entry.href} has no SHA-512 or no size of ${name.id} ${name.version}, so nothing vouches for the file`,
    { remedy: 'If you know its SHA-512 from elsewhere, give it with --sha512.' },
  );
}

/** The newest pages stand last and are looked at first. */
async function catalogEntry(url: URL, { id, version }: PackageName, network: Network): Promise<URL> {
  const { items: pages } = await getJson(url, registrationSchema, network);
  for (const page of pages.toReversed()) {
    const address = resolveAddress(page['@id'], url);
    const leaves = page.items ?? (await getJson(address, pageSchema, network)).items;
    const leaf = leaves.find(({ catalogEntry }) => isSame(catalogEntry.version, version));
    if (leaf !== undefined) return resolveAddress(leaf.catalogEntry['@id'], url);
  }
  throw new Fault('download-failed', `${url.href} has no version ${version} of ${id}`);
}

/** Versions may carry build data after a `+`, which does not tell two apart. */
function isSame(a: string, b: string): boolean {
  return a.replace(/\+.*/, '').toLowerCase() === b.replace(/\+.*/, '').toLowerCase();
}

async function getJson<T>(url: URL, schema: z.ZodType<T>, network: Network): Promise<T> {
  const ask = (): Promise<string> => getText(url, MAX_JSON_BYTES, network);
  const text = await withRetries(url, network, ask).catch((error: unknown) => {
    throw error instanceof Fault && error.cause instanceof Transient ? unreachable(error) : error;
  });
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const why = z.prettifyError(parsed.error).replaceAll('\n', ' ');
  throw new Fault('download-failed', `${url.href} is not as a NuGet feed answers: ${why}`);
}

function unreachable(fault: Fault): Fault {
  return new Fault('download-failed', fault.message, {
    cause: fault,
    remedy:
      'Check the network and the proxy (HTTPS_PROXY), and run the same command again. Where NuGet cannot be reached, get the package elsewhere and give it with --from and --sha512.',
  });
}
