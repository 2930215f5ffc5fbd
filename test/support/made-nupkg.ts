/** A small NuGet package in the place of ONNX Runtime's, and a feed on this machine that has it. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { FILE_NAMES, inPackage, PACKAGE_ID, type FileName } from '#runner/provider-files/target.ts';
import { serve, text, type Answer } from './download-server.ts';
import { madeElf } from './made-elf.ts';

export const MADE_VERSION = '1.30.0';

/** What the libraries of the 1.30 wheel on PyPI need, but for those of every Linux. */
const NEEDS: Readonly<Record<FileName, readonly string[]>> = {
  'libonnxruntime_providers_shared.so': ['libc.so.6'],
  'libonnxruntime_providers_cuda.so': ['libcudart.so.13', 'libcublas.so.13', 'libcuda.so.1', 'libc.so.6'],
  'libonnxruntime_providers_tensorrt.so': ['libnvinfer.so.10', 'libcudnn.so.9', 'libc.so.6'],
};

export function madeLibrary(name: FileName): Buffer {
  // Of a size that takes several chunks, and no two alike.
  return madeElf(NEEDS[name], 200_000 + name.length);
}

/** `changes`: by the name within the package; null takes an entry out. */
export function madeNupkg(
  changes: Readonly<Record<string, Uint8Array | null>> = {},
  { id = PACKAGE_ID, version = MADE_VERSION, level = 0 as 0 | 6 } = {},
): Buffer {
  const nuspec = `<?xml version="1.0"?><package><metadata><id>${id}</id><version>${version}</version></metadata></package>`;
  const all: Record<string, Uint8Array | null> = {
    [`${id}.nuspec`]: Buffer.from(nuspec),
    'LICENSE.txt': Buffer.from('made for a test'),
    ...Object.fromEntries(FILE_NAMES.map((name) => [inPackage(name), madeLibrary(name)])),
    ...changes,
  };
  const kept = Object.entries(all).filter((pair): pair is [string, Uint8Array] => pair[1] !== null);
  // Stored by default, so that the bytes of a library are found in the package.
  return Buffer.from(zipSync(Object.fromEntries(kept), { level }));
}

export const sha512Of = (bytes: Uint8Array): string => createHash('sha512').update(bytes).digest('base64');

export const FEED_PATH = '/v3/index.json';
const LOWER = PACKAGE_ID.toLowerCase();
export const PACKAGE_PATH = `/files/${LOWER}/${MADE_VERSION}/${LOWER}.${MADE_VERSION}.nupkg`;

interface FeedOptions {
  /** What the feed says of the package beside what is true of `bytes`. */
  readonly entry?: object;
  readonly versions?: readonly string[];
  /** Pages at their own addresses, as nuget.org has them from 128 versions on. */
  readonly paged?: boolean;
  /** How the package itself is sent. */
  readonly file?: Answer;
  readonly resources?: readonly string[];
  /** Answers in place of the feed's own, by path. */
  readonly others?: Readonly<Record<string, Answer>>;
}

/** Answers as api.nuget.org does (learn.microsoft.com/nuget/api), the registration compressed. */
export function nugetFeed(bytes: Uint8Array, options: FeedOptions = {}): Answer {
  const { versions = ['1.29.0', MADE_VERSION, '1.31.0'], paged = false, others = {} } = options;
  const types = options.resources ?? [
    'SearchQueryService',
    'PackageBaseAddress/3.0.0',
    'RegistrationsBaseUrl',
    'RegistrationsBaseUrl/3.6.0',
  ];
  return (request, response) => {
    const origin = `http://${request.headers.host}`;
    const places: Record<string, string> = {
      'PackageBaseAddress/3.0.0': `${origin}/files/`,
      RegistrationsBaseUrl: `${origin}/plain`,
      'RegistrationsBaseUrl/3.6.0': `${origin}/packed/`,
    };
    const leaves = versions.map((version) => ({
      '@id': `${origin}/packed/${LOWER}/${version}.json`,
      catalogEntry: { '@id': `${origin}/catalog/${version}.json`, id: PACKAGE_ID, version },
      packageContent: `${origin}/elsewhere`,
    }));
    const page = { '@id': `${origin}/packed/page.json`, count: leaves.length, lower: '0', upper: '9' };
    const registration = { count: 1, items: [paged ? page : { ...page, items: leaves }] };
    const entry = {
      packageHash: sha512Of(bytes),
      packageHashAlgorithm: 'SHA512',
      packageSize: bytes.length,
      ...options.entry,
    };
    const answers: Record<string, Answer> = {
      [FEED_PATH]: json({
        version: '3.0.0',
        resources: types.map((type) => ({ '@id': places[type] ?? `${origin}/other`, '@type': type })),
      }),
      [`/plain/${LOWER}/index.json`]: json(registration),
      [`/packed/${LOWER}/index.json`]: packed(registration),
      '/packed/page.json': packed({ ...page, items: leaves }),
      [`/catalog/${MADE_VERSION}.json`]: json({ id: PACKAGE_ID, version: MADE_VERSION, ...entry }),
      [PACKAGE_PATH]: options.file ?? serve(bytes, { etag: '"made"' }),
      ...others,
    };
    (answers[request.url ?? ''] ?? text('', 404))(request, response);
  };
}

const json = (value: unknown): Answer => text(JSON.stringify(value));

/** Compressed whatever was asked for, as the hives from 3.4.0 on are. */
const packed =
  (value: unknown): Answer =>
  (_, response) =>
    void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify(value)));
