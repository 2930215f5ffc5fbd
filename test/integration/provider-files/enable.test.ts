/** The libraries of a made package, from a feed on this machine, into a made onnxruntime-node. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { disableProvider, type DisableReport } from '#runner/provider-files/disable.ts';
import { enableProvider, type EnableReport, type EnableRequest } from '#runner/provider-files/enable.ts';
import type { FilesProgress } from '#runner/provider-files/progress.ts';
import { receiptPath } from '#runner/provider-files/receipt.ts';
import { FILE_NAMES, inPackage } from '#runner/provider-files/target.ts';
import {
  hostOf,
  PauseClock,
  proxyOf,
  serve,
  sha256Of,
  text,
  type Answer,
  type Host,
} from '#test/support/download-server.ts';
import { madeInstallation, type Installation } from '#test/support/made-installation.ts';
import {
  FEED_PATH,
  madeLibrary,
  madeNupkg,
  MADE_VERSION,
  nugetFeed,
  PACKAGE_PATH,
  sha512Of,
} from '#test/support/made-nupkg.ts';

const [SHARED, CUDA, TENSORRT] = FILE_NAMES;
const NUPKG = madeNupkg();
const BINARY = 'onnxruntime_binding.node';

let made: Installation;
let progress: FilesProgress[];
const hosts: Host[] = [];
beforeEach(() => {
  made = madeInstallation();
  progress = [];
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
  await rm(made.root, { recursive: true });
});

async function host(...answers: Answer[]): Promise<Host> {
  const started = await hostOf(...answers);
  hosts.push(started);
  return started;
}

async function enable(feed: Host | null, changes: Partial<EnableRequest> = {}): Promise<EnableReport> {
  return enableProvider({
    places: made.places,
    platform: 'linux/x64',
    env: {},
    clock: new PauseClock(),
    // Nothing listens there: whoever asks for it without need fails.
    feed: feed === null ? 'http://127.0.0.1:1/index.json' : `${feed.origin}${FEED_PATH}`,
    from: null,
    sha512: null,
    cwd: made.root,
    onProgress: (each) => progress.push(each),
    ...changes,
  });
}

const disable = (): Promise<DisableReport> =>
  disableProvider({ places: made.places, platform: 'linux/x64', env: {}, clock: new PauseClock() });

const inBinary = (): string[] => readdirSync(made.binary).sort();
const ALL = [...FILE_NAMES, BINARY].sort();
const note = (): string => receiptPath(made.places.dataDir, made.binary);
const inCache = (): string[] => {
  const folder = join(made.places.cacheDir, 'provider-files');
  return existsSync(folder) ? readdirSync(folder) : [];
};

async function expectInstalled(): Promise<void> {
  expect(inBinary()).toEqual(ALL);
  for (const name of FILE_NAMES) {
    expect(sha256Of(await readFile(join(made.binary, name)))).toBe(sha256Of(madeLibrary(name)));
  }
  expect(existsSync(note())).toBe(true);
}

function expectNothing(): void {
  expect(inBinary()).toEqual([BINARY]);
  expect(existsSync(note())).toBe(false);
}

describe('enabling', () => {
  it('finds the package through the feed, checks it, and puts the three libraries beside the binary', async () => {
    const feed = await host(nugetFeed(NUPKG));
    const { kept, receipt } = await enable(feed);
    expect(kept).toBe(false);
    await expectInstalled();
    expect(inCache()).toEqual([]);
    const lower = 'microsoft.ml.onnxruntime.gpu.linux';
    expect(feed.asked).toEqual([
      `GET ${FEED_PATH}`,
      `GET /packed/${lower}/index.json`,
      `GET /catalog/${MADE_VERSION}.json`,
      `GET ${PACKAGE_PATH}`,
    ]);
    expect(receipt).toEqual({
      schema: 'joulemark.provider-files/1',
      package: 'Microsoft.ML.OnnxRuntime.Gpu.Linux',
      version: MADE_VERSION,
      folder: made.binary,
      source: `${feed.origin}${PACKAGE_PATH}`,
      sha512: Buffer.from(sha512Of(NUPKG), 'base64').toString('hex'),
      vouchedBy: 'feed',
      at: '2026-01-02T00:00:00.000Z',
      files: FILE_NAMES.map((name) => {
        const bytes = madeLibrary(name);
        return { name, bytes: bytes.length, sha256: sha256Of(bytes) };
      }),
    });
    expect(JSON.parse(await readFile(note(), 'utf8'))).toEqual(receipt);
  });

  it('unpacks what is compressed, as real packages are', async () => {
    await enable(await host(nugetFeed(madeNupkg({}, { level: 6 }))));
    await expectInstalled();
  });

  it('tells how far it is, from the download to the last file', async () => {
    await enable(await host(nugetFeed(NUPKG)));
    const downloads = progress.filter(({ stage }) => stage === 'download');
    expect(downloads.at(0)).toMatchObject({ bytes: 0, totalBytes: NUPKG.length });
    expect(downloads.at(-1)).toMatchObject({ bytes: NUPKG.length, file: PACKAGE_PATH.split('/').at(-1) });
    const later = progress.slice(downloads.length).map(({ stage, file }) => `${stage} ${file}`);
    expect(later).toEqual([
      ...FILE_NAMES.map((name) => `unpack ${name}`),
      ...FILE_NAMES.map((name) => `install ${name}`),
    ]);
  });

  it('lists what the libraries need, from the libraries themselves', async () => {
    const linker = join(made.root, 'linker');
    await mkdir(linker);
    await writeFile(join(linker, 'libcudart.so.13'), '');
    const { libraries } = await enable(await host(nugetFeed(NUPKG)), { env: { LD_LIBRARY_PATH: linker } });
    expect(libraries.unread).toEqual([]);
    const told = libraries.needs.map(
      ({ library, partOf, neededBy, required }) => `${neededBy}: ${library}, ${partOf}, ${required}`,
    );
    expect(told).toEqual([
      'cuda: libcudart.so.13, CUDA 13, true',
      'cuda: libcublas.so.13, CUDA 13, true',
      'cuda: libcuda.so.1, NVIDIA driver 580 or newer, true',
      'cuda: libcudnn.so.9, cuDNN 9, false',
      'cuda: libcufft.so.12, CUDA 13, false',
      'tensorrt: libnvinfer.so.10, TensorRT 10, true',
      'tensorrt: libcudnn.so.9, cuDNN 9, true',
    ]);
    expect(libraries.needs.find(({ library }) => library === 'libcudart.so.13')?.found).toBe(true);
  });

  it('does nothing the second time, and asks nobody', async () => {
    const { receipt } = await enable(await host(nugetFeed(NUPKG)));
    expect(await enable(null)).toMatchObject({ kept: true, receipt });
  });

  it('replaces the libraries of the version before, once onnxruntime-node is another one', async () => {
    await enable(await host(nugetFeed(NUPKG)));
    const newer = madeNupkg({ [inPackage(CUDA)]: Buffer.from('newer') }, { version: '1.31.0' });
    const runtime = join(made.places.packageRoot, 'node_modules/onnxruntime-node/package.json');
    await writeFile(runtime, JSON.stringify({ name: 'onnxruntime-node', version: '1.31.0' }));
    await writeFile(join(made.root, 'newer.nupkg'), newer);
    const { kept, receipt } = await enable(null, { from: 'newer.nupkg', sha512: sha512Of(newer) });
    expect({ kept, version: receipt.version }).toEqual({ kept: false, version: '1.31.0' });
    expect(await readFile(join(made.binary, CUDA), 'utf8')).toBe('newer');
    expect(inBinary()).toEqual(ALL);
  });

  it('installs again what "npm ci" took away', async () => {
    const feed = await host(nugetFeed(NUPKG));
    await enable(feed);
    for (const name of FILE_NAMES) await rm(join(made.binary, name));
    expect((await enable(feed)).kept).toBe(false);
    await expectInstalled();
  });

  it('follows a registration whose pages lie at their own addresses, and one that is not compressed', async () => {
    const plain = ['PackageBaseAddress/3.0.0', 'RegistrationsBaseUrl'];
    for (const feed of [nugetFeed(NUPKG, { paged: true }), nugetFeed(NUPKG, { resources: plain })]) {
      await enable(await host(feed));
      await expectInstalled();
      await disable();
      expectNothing();
    }
  });

  it('stops while it unpacks, leaves nothing beside the binary, and keeps the package', async () => {
    const feed = await host(nugetFeed(NUPKG));
    const stop = new AbortController();
    const onProgress = ({ stage, file }: FilesProgress): void => {
      if (stage === 'unpack' && file === CUDA) stop.abort();
    };
    await expect(enable(feed, { signal: stop.signal, onProgress })).rejects.toMatchObject({
      code: 'interrupted',
      remedy: 'Run the same command again: the package is kept.',
    });
    expectNothing();
    const before = feed.asked.length;
    await enable(feed);
    expect(feed.asked.slice(before)).not.toContain(`GET ${PACKAGE_PATH}`);
    await expectInstalled();
  });

  it('goes on where a cut connection ended', async () => {
    const half = Math.floor(NUPKG.length / 2);
    const cut = serve(NUPKG, { etag: '"made"', cutAfter: half });
    let times = 0;
    const file: Answer = (...args) => (times++ === 0 ? cut : serve(NUPKG, { etag: '"made"' }))(...args);
    const feed = await host(nugetFeed(NUPKG, { file }));
    await enable(feed);
    await expectInstalled();
    expect(feed.asked.at(-1)).toMatch(/ bytes=[1-9]\d*-$/);
  });
});

describe('a package that is not what it must be', () => {
  const refusals: [string, Answer, RegExp][] = [
    [
      'other bytes than the feed names',
      nugetFeed(NUPKG, { file: serve(Buffer.alloc(NUPKG.length)) }),
      /SHA-512 [0-9a-f]{128}, where/,
    ],
    [
      'more bytes than the feed names',
      nugetFeed(NUPKG, { file: serve(Buffer.alloc(NUPKG.length + 1)) }),
      /bytes, where \d+ were stated/,
    ],
    [
      'a missing library',
      nugetFeed(madeNupkg({ [inPackage(TENSORRT)]: null })),
      /it has no runtimes\/linux-x64\/native\/libonnxruntime_providers_tensorrt\.so/,
    ],
    [
      'a name with ..',
      nugetFeed(madeNupkg({ '../../evil.so': Buffer.from('evil') })),
      /invalid relative path: \.\.\/\.\.\/evil\.so/,
    ],
    [
      'an absolute name',
      nugetFeed(madeNupkg({ '/tmp/evil.so': Buffer.from('evil') })),
      /absolute path: \/tmp\/evil\.so/,
    ],
    [
      'another package',
      nugetFeed(madeNupkg({}, { id: 'Microsoft.ML.OnnxRuntime' })),
      /is Microsoft\.ML\.OnnxRuntime 1\.30\.0, not/,
    ],
    [
      'another version',
      nugetFeed(madeNupkg({}, { version: '1.29.0' })),
      /is Microsoft\.ML\.OnnxRuntime\.Gpu\.Linux 1\.29\.0, not/,
    ],
    ['no zip', nugetFeed(Buffer.alloc(5000)), /End of central directory record signature not found/],
    ['a damaged library', nugetFeed(damaged()), /does not match its CRC-32/],
    ['a library longer than stated', nugetFeed(understated(0)), /size mismatch for stored file/],
    ['a packed library longer than stated', nugetFeed(understated(6)), /too many bytes in the stream/],
  ];
  it.each(refusals)('%s: nothing is installed, and the bytes are not kept', async (_, feed, message) => {
    const refused = enable(await host(feed));
    await expect(refused).rejects.toMatchObject({
      code: 'download-altered',
      message: expect.stringMatching(message),
    });
    expectNothing();
    expect(inCache()).toEqual([]);
  });
});

describe('a feed', () => {
  const refusals: [string, Answer, RegExp][] = [
    [
      'without a hash',
      nugetFeed(NUPKG, { entry: { packageHash: undefined } }),
      /no SHA-512 .* nothing vouches/,
    ],
    [
      'with another kind of hash',
      nugetFeed(NUPKG, { entry: { packageHashAlgorithm: 'SHA256' } }),
      /no SHA-512/,
    ],
    ['with half a hash', nugetFeed(NUPKG, { entry: { packageHash: 'abcd' } }), /no SHA-512/],
    ['without that version', nugetFeed(NUPKG, { versions: ['1.29.0'] }), /no version 1\.30\.0 of/],
    [
      'without a registration',
      nugetFeed(NUPKG, { resources: ['PackageBaseAddress/3.0.0'] }),
      /names no Registrations/,
    ],
    ['of another protocol', text('<html>a login page</html>'), /not as a NuGet feed answers/],
    ['that is not there', text('', 404), /answered 404/],
  ];
  it.each(refusals)('%s is refused before the package is asked for', async (_, answer, message) => {
    const feed = await host(answer);
    await expect(enable(feed)).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringMatching(message),
    });
    expect(feed.asked).not.toContain(`GET ${PACKAGE_PATH}`);
    expectNothing();
  });

  it('is an address, and not a file', async () => {
    await expect(enable(null, { feed: 'index.json' })).rejects.toMatchObject({
      code: 'wrong-usage',
      remedy: expect.stringContaining('--from'),
    });
  });

  it('that cannot be reached is said with what to do', async () => {
    await expect(enable(null)).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringContaining('http://127.0.0.1:1/index.json'),
      remedy: expect.stringMatching(/HTTPS_PROXY.*--from/),
    });
  });

  it('is reached through the proxy of the environment', async () => {
    const [feed, proxy] = [await host(nugetFeed(NUPKG)), await proxyOf()];
    hosts.push(proxy);
    await enable(feed, { env: { HTTP_PROXY: proxy.origin } });
    expect(proxy.asked.length).toBeGreaterThan(0);
    await expectInstalled();
  });
});

describe('a package from elsewhere', () => {
  it('is read from a file without any network, where its hash is given', async () => {
    await writeFile(join(made.root, 'mine.nupkg'), NUPKG);
    const { receipt } = await enable(null, { from: 'mine.nupkg', sha512: sha512Of(NUPKG) });
    expect(receipt).toMatchObject({ vouchedBy: 'caller', source: `file://${made.root}/mine.nupkg` });
    await expectInstalled();
    expect(existsSync(join(made.root, 'mine.nupkg'))).toBe(true);
  });

  it('is taken by the hash in hexadecimal, as sha512sum prints it', async () => {
    await writeFile(join(made.root, 'mine.nupkg'), NUPKG);
    const sha512 = Buffer.from(sha512Of(NUPKG), 'base64').toString('hex');
    await enable(null, { from: 'mine.nupkg', sha512 });
    await expectInstalled();
  });

  it('is checked against the feed where no hash is given', async () => {
    await writeFile(join(made.root, 'mine.nupkg'), NUPKG);
    const feed = await host(nugetFeed(NUPKG));
    expect((await enable(feed, { from: 'mine.nupkg' })).receipt.vouchedBy).toBe('feed');
    expect(feed.asked).not.toContain(`GET ${PACKAGE_PATH}`);
    await expectInstalled();
  });

  it('is fetched from a mirror, where its hash is given, and nothing else is asked for', async () => {
    const mirror = await host(serve(NUPKG));
    await enable(null, { from: `${mirror.origin}/mine.nupkg`, sha512: sha512Of(NUPKG) });
    expect(new Set(mirror.asked)).toEqual(new Set(['GET /mine.nupkg']));
    await expectInstalled();
  });

  it('is refused and left alone where the hash is another one', async () => {
    await writeFile(join(made.root, 'mine.nupkg'), NUPKG);
    const refused = enable(null, { from: 'mine.nupkg', sha512: sha512Of(Buffer.from('other')) });
    await expect(refused).rejects.toMatchObject({
      code: 'download-altered',
      message: expect.stringContaining('was not used'),
    });
    expectNothing();
    expect(existsSync(join(made.root, 'mine.nupkg'))).toBe(true);
  });

  it('is said to be missing, or its hash to be none, or its address to be unsafe', async () => {
    const sha512 = sha512Of(NUPKG);
    await expect(enable(null, { from: 'none.nupkg', sha512 })).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    await expect(enable(null, { from: 'none.nupkg', sha512: 'abc' })).rejects.toMatchObject({
      code: 'wrong-usage',
    });
    await expect(enable(null, { from: 'http://example.com/x.nupkg', sha512 })).rejects.toMatchObject({
      code: 'download-failed',
      message: 'http://example.com/x.nupkg is not fetched over https',
    });
  });
});

describe('files of others', () => {
  it('are never overwritten, whatever they are', async () => {
    for (const put of [
      () => writeFile(join(made.binary, CUDA), 'by the npm script'),
      () => symlink('/nowhere', join(made.binary, CUDA)),
      () => mkdir(join(made.binary, CUDA)),
    ]) {
      await put();
      const before = inBinary();
      await expect(enable(null)).rejects.toMatchObject({
        code: 'file-unwritable',
        message: expect.stringMatching(
          /libonnxruntime_providers_cuda\.so in .* was not put there by this command/,
        ),
      });
      expect(inBinary()).toEqual(before);
      expect(await disable()).toMatchObject({ removed: [], left: [CUDA], receipt: null });
      expect(inBinary()).toEqual(before);
      await rm(join(made.binary, CUDA), { recursive: true });
    }
  });

  it('are told from ours that were changed', async () => {
    await enable(await host(nugetFeed(NUPKG)));
    await writeFile(join(made.binary, SHARED), 'changed');
    await expect(enable(null)).rejects.toMatchObject({
      message: expect.stringContaining('was changed since'),
    });
  });
});

describe('disabling', () => {
  it('removes exactly what was installed, and the receipt', async () => {
    await enable(await host(nugetFeed(NUPKG)));
    await writeFile(join(made.binary, 'libother.so'), 'not ours');
    expect(await disable()).toMatchObject({ removed: [...FILE_NAMES], left: [] });
    expect(inBinary()).toEqual(['libother.so', BINARY]);
    expect(existsSync(note())).toBe(false);
  });

  it('leaves a file that was changed, and says so', async () => {
    await enable(await host(nugetFeed(NUPKG)));
    await writeFile(join(made.binary, CUDA), 'changed');
    expect(await disable()).toMatchObject({ removed: [SHARED, TENSORRT], left: [CUDA] });
    expect(inBinary()).toEqual([CUDA, BINARY].sort());
    expect(existsSync(note())).toBe(false);
  });

  it('does nothing where nothing was installed, and is no failure', async () => {
    expect(await disable()).toMatchObject({ removed: [], left: [], receipt: null });
    expectNothing();
  });

  it('asks what to do with a receipt that cannot be read, and removes nothing', async () => {
    await enable(await host(nugetFeed(NUPKG)));
    await writeFile(note(), '{"schema":"joulemark.provider-files/1","files":[{"name":"../../etc/passwd"}]}');
    await expect(disable()).rejects.toMatchObject({
      code: 'file-unreadable',
      remedy: expect.stringContaining(note()),
    });
    expect(inBinary()).toEqual(ALL);
  });
});

/** One bit of the library is another one; the zip's own directory still says what it was. */
function damaged(): Buffer {
  const bytes = Buffer.from(NUPKG);
  const at = bytes.indexOf(madeLibrary(CUDA)) + 100_000;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
}

/** The directory of the zip says that the first library has one byte less than it has. */
function understated(level: 0 | 6): Buffer {
  const bytes = madeNupkg({}, { level });
  const entry = bytes.lastIndexOf(inPackage(SHARED)) - 46;
  bytes.writeUInt32LE(madeLibrary(SHARED).length - 1, entry + 24);
  return bytes;
}
