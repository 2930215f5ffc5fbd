import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadFile, type DownloadedFile } from '#catalogue/download/download-file.ts';
import { diskFailure } from '#catalogue/download/errors.ts';
import { downloadDispatcher, type Network } from '#catalogue/download/network.ts';
import {
  hostOf,
  PauseClock,
  proxyOf,
  redirect,
  serve,
  sha256Of,
  text,
  type Answer,
  type Host,
} from '#test/support/download-server.ts';

const BYTES = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 251);
const OTHER = BYTES.map((value) => 255 - value);
const KNOWN = { sha256: sha256Of(BYTES), bytes: BYTES.length };
const ETAG = '"v1"';

let folder: string;
let target: string;
let clock: PauseClock;
let stop: AbortController;
let progress: string[];
let onBytes: (bytes: number) => void;
const hosts: Host[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joulemark-download-'));
  target = join(folder, 'models/model.onnx');
  clock = new PauseClock();
  stop = new AbortController();
  progress = [];
  onBytes = () => undefined;
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
  await rm(folder, { recursive: true });
});

async function host(...answers: Answer[]): Promise<Host> {
  const made = await hostOf(...answers);
  hosts.push(made);
  return made;
}

async function download(url: string, { known = KNOWN, env = {} } = {}): Promise<DownloadedFile> {
  const dispatcher = downloadDispatcher(env);
  const network: Network = { clock, signal: stop.signal, dispatcher };
  const onProgress = (bytes: number, totalBytes: number): void => {
    progress.push(`${bytes}/${totalBytes}`);
    onBytes(bytes);
  };
  try {
    return await downloadFile({ url: new URL(url), known, target, onProgress }, network);
  } finally {
    await dispatcher.destroy();
  }
}

const fault = (code: string, message: RegExp): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string });
const filesThere = async (): Promise<string[]> => (await readdir(join(folder, 'models'))).sort();
const placed = async (): Promise<boolean> =>
  existsSync(target) && sha256Of(await readFile(target)) === KNOWN.sha256;

describe('a file that is downloaded', () => {
  it('is checked, put into its place, and told what vouched for it', async () => {
    const { origin, asked } = await host(serve(BYTES));
    const done = await download(`${origin}/model.onnx`);
    expect(done).toEqual({
      path: target,
      ...KNOWN,
      vouchedBy: 'manifest',
      record: null,
      kept: false,
    });
    expect(await placed()).toBe(true);
    expect(await filesThere()).toEqual(['model.onnx', 'model.onnx.source.json']);
    expect(progress.at(0)).toBe('0/300000');
    expect(progress.at(-1)).toBe('300000/300000');
    expect(asked).toEqual(['GET /model.onnx']);
  });

  it('is not asked for again while it is whole, and is when it was damaged here', async () => {
    const { origin, asked } = await host(serve(BYTES));
    await download(`${origin}/m`);
    expect(await download(`${origin}/m`)).toMatchObject({ kept: true, sha256: KNOWN.sha256 });
    expect(asked).toHaveLength(1);
    await writeFile(target, OTHER);
    expect(await download(`${origin}/m`)).toMatchObject({ kept: false });
    expect(await placed()).toBe(true);
  });

  it('comes from a file of this machine, too', async () => {
    const path = join(folder, 'there.onnx');
    await writeFile(path, BYTES);
    await download(pathToFileURL(path).href);
    expect(await placed()).toBe(true);
    await rm(target);
    const missing = pathToFileURL(join(folder, 'nowhere')).href;
    await expect(download(missing)).rejects.toEqual(fault('download-failed', /no such file/));
  });

  it('is brought once when two ask for it at the same time', async () => {
    const { origin, asked } = await host(serve(BYTES));
    const both = await Promise.all([download(`${origin}/m`), download(`${origin}/m`)]);
    expect(both.map(({ kept }) => kept).sort()).toEqual([false, true]);
    expect(asked).toHaveLength(1);
  });
});

describe('a connection that breaks', () => {
  it('is taken up where it broke, of the same version of the file', async () => {
    const cut = serve(BYTES, { etag: ETAG, cutAfter: 100_000 });
    const { origin, asked } = await host(cut, serve(BYTES, { etag: ETAG }));
    await download(`${origin}/m`);
    expect(await placed()).toBe(true);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toMatch(/^GET \/m bytes=[1-9]\d*-$/);
    expect(clock.pausesS).toEqual([1]);
  });

  it('begins again where the server sends the whole file, or another version of it', async () => {
    const cut = serve(BYTES, { cutAfter: 100_000 });
    const whole = await host(cut, serve(BYTES, { ignoresRange: true }));
    await download(`${whole.origin}/m`);
    expect(await placed()).toBe(true);
    await rm(target);
    const other = await host(serve(OTHER, { etag: '"v0"', cutAfter: 100_000 }), serve(BYTES, { etag: ETAG }));
    await download(`${other.origin}/m`);
    expect(await placed()).toBe(true);
    expect(other.asked).toHaveLength(2);
  });

  it('begins again once when two versions were put together without the server saying so', async () => {
    const { origin, asked } = await host(serve(OTHER, { cutAfter: 100_000 }), serve(BYTES));
    await download(`${origin}/m`);
    expect(await placed()).toBe(true);
    expect(asked.map((line) => line.includes('bytes='))).toEqual([false, true, false]);
  });

  it('is tried again after longer and longer pauses, until nothing more comes', async () => {
    const busy = text('', 503);
    const { origin, asked } = await host(serve(BYTES, { cutAfter: 100_000 }), busy);
    await expect(download(`${origin}/m`)).rejects.toEqual(
      fault('download-failed', /answered 503 \(6 times in a row\)/),
    );
    // The first of them after something had come.
    expect(asked).toHaveLength(6);
    expect(clock.pausesS).toEqual([1, 2, 4, 8, 16]);
    expect(await filesThere()).toEqual(['model.onnx.part', 'model.onnx.part.json']);
  });

  it('goes on for as long as something comes each time', async () => {
    const pieces = Array.from({ length: 12 }, () => serve(BYTES, { etag: ETAG, cutAfter: 20_000 }));
    const { origin } = await host(...pieces, serve(BYTES, { etag: ETAG }));
    await download(`${origin}/m`);
    expect(await placed()).toBe(true);
    expect(Math.max(...clock.pausesS)).toBe(1);
  });

  it('is given up when it is silent, and tried again', async () => {
    const silent: Answer = () => clock.elapse();
    const { origin, asked } = await host(silent, serve(BYTES));
    await download(`${origin}/m`);
    expect(asked).toHaveLength(2);
    expect(await placed()).toBe(true);
  });

  it('is not tried again where waiting would not help', async () => {
    const { origin, asked } = await host(text('no', 404));
    await expect(download(`${origin}/m`)).rejects.toEqual(fault('download-failed', /answered 404/));
    expect(asked).toHaveLength(1);
  });
});

describe('a download that is stopped', () => {
  it('keeps what has come, and goes on from there the next time', async () => {
    const first = await host((_, response) => {
      response.writeHead(200, { 'content-length': BYTES.length, etag: ETAG });
      response.write(BYTES.subarray(0, 50_000));
    });
    onBytes = (bytes) => {
      if (bytes > 0) stop.abort();
    };
    await expect(download(`${first.origin}/m`)).rejects.toEqual(fault('interrupted', /was stopped/));
    onBytes = () => undefined;
    expect(await filesThere()).toEqual(['model.onnx.part', 'model.onnx.part.json']);
    stop = new AbortController();
    const part = (await readFile(`${target}.part`)).length;
    expect(part).toBeGreaterThan(0);
    // The address is part of what the part is of.
    const note = await readFile(`${target}.part.json`, 'utf8');
    const second = await host(serve(BYTES, { etag: ETAG }));
    await writeFile(`${target}.part.json`, note.replace(first.origin, second.origin));
    await download(`${second.origin}/m`);
    expect(second.asked).toEqual([`GET /m bytes=${part}-`]);
    expect(await placed()).toBe(true);
  });

  it('does not begin when it was stopped before', async () => {
    const { origin, asked } = await host(serve(BYTES));
    stop.abort();
    await expect(download(`${origin}/m`)).rejects.toEqual(fault('interrupted', /was stopped/));
    expect(asked).toEqual([]);
  });

  it('takes no part for its own that is of another file, or has no note', async () => {
    const { origin, asked } = await host(serve(BYTES));
    await download(`${origin}/m`);
    await rm(target);
    await writeFile(`${target}.part`, OTHER.subarray(0, 1000));
    await download(`${origin}/m`);
    await rm(target);
    await writeFile(`${target}.part`, OTHER.subarray(0, 1000));
    const foreign = { url: `${origin}/other`, ...KNOWN, etag: null };
    await writeFile(`${target}.part.json`, JSON.stringify(foreign));
    await download(`${origin}/m`);
    expect(asked).toEqual(['GET /m', 'GET /m', 'GET /m']);
  });
});

describe('bytes that are not those that were named', () => {
  it('are deleted, and never put into the place', async () => {
    const { origin, asked } = await host(serve(OTHER));
    const message = new RegExp(`has SHA-256 ${sha256Of(OTHER)}, where ${KNOWN.sha256} was expected`);
    await expect(download(`${origin}/m`)).rejects.toEqual(fault('download-altered', message));
    expect(await filesThere()).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it('are refused before they come where the server says another length', async () => {
    const longer = await host(serve(new Uint8Array(400_000)));
    await expect(download(`${longer.origin}/m`)).rejects.toEqual(
      fault('download-altered', /has 400000 bytes, where 300000 were stated/),
    );
    const shorter = await host(serve(BYTES.subarray(0, 10)));
    await expect(download(`${shorter.origin}/m`)).rejects.toEqual(fault('download-altered', /has 10 bytes/));
    expect(progress).toEqual([]);
    expect(await filesThere()).toEqual([]);
  });

  it('are not written beyond what was stated where the server says no length', async () => {
    const { origin } = await host(serve(new Uint8Array(400_000), { unknownLength: true }));
    await expect(download(`${origin}/m`)).rejects.toEqual(fault('download-altered', /has more bytes/));
    expect(Math.max(...progress.map((line) => parseInt(line, 10)))).toBeLessThanOrEqual(300_000);
    expect(await filesThere()).toEqual([]);
  });

  it('are refused when they are compressed, or another part than was asked for', async () => {
    const packed = await host((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
    });
    await expect(download(`${packed.origin}/m`)).rejects.toEqual(fault('download-failed', /sent as gzip/));
    const elsewhere: Answer = (_, response) => {
      response.writeHead(206, { 'content-range': 'bytes 5-9/300000' }).end('abcde');
    };
    const { origin } = await host(serve(BYTES, { cutAfter: 100_000 }), elsewhere);
    await expect(download(`${origin}/m`)).rejects.toEqual(fault('download-failed', /another part/));
  });
});

describe('a redirect', () => {
  it('is followed on this machine, five times at most', async () => {
    const goal = await host(serve(BYTES));
    const { origin } = await host(redirect(`${goal.origin}/moved`));
    await download(`${origin}/m`);
    expect(goal.asked).toEqual(['GET /moved']);
    await rm(target);
    const circle = await host(redirect('/m'));
    await expect(download(`${circle.origin}/m`)).rejects.toEqual(
      fault('download-failed', /redirects more than 5 times/),
    );
  });

  it.each(['http://example.com/m', 'file:///etc/hostname', 'ftp://127.0.0.1/m', 'http://'])(
    'is not followed to %s',
    async (location) => {
      const { origin } = await host(redirect(location));
      await expect(download(`${origin}/m`)).rejects.toEqual(
        fault('download-failed', /redirects to .*, which is not https/),
      );
    },
  );
});

describe('a proxy', () => {
  it('is used where the environment names one, except for hosts that it excepts', async () => {
    const { origin, asked } = await host(serve(BYTES));
    const proxy = await proxyOf();
    hosts.push(proxy);
    const { host: address } = new URL(origin);
    await download(`${origin}/m`, { env: { HTTP_PROXY: proxy.origin } });
    expect(proxy.asked).toEqual([`CONNECT ${address}`]);
    await rm(target);
    await download(`${origin}/m`, { env: { http_proxy: proxy.origin, no_proxy: '127.0.0.1' } });
    expect(proxy.asked).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });

  it('that is no address is said to be none', async () => {
    const { origin } = await host(serve(BYTES));
    await expect(download(`${origin}/m`, { env: { HTTP_PROXY: 'no address' } })).rejects.toEqual(
      fault('download-failed', /no address of a proxy/),
    );
  });
});

describe('a disk', () => {
  it('that is full is said to be, and how to go on', () => {
    const full = Object.assign(new Error('write failed'), { code: 'ENOSPC' });
    expect(diskFailure('/x/model.onnx.part', full)).toMatchObject({
      code: 'file-unwritable',
      message: 'cannot write /x/model.onnx.part: no space is left on the disk',
      remedy: expect.stringContaining('it resumes') as string,
    });
  });

  it('that does not take the part is named with its path', async () => {
    await mkdir(`${target}.part`, { recursive: true });
    const { origin } = await host(serve(BYTES));
    await expect(download(`${origin}/m`)).rejects.toEqual(
      fault('file-unwritable', /cannot write .*model\.onnx\.part/),
    );
  });

  it('whose folder cannot be made is named', async () => {
    await writeFile(join(folder, 'models'), '');
    const { origin } = await host(serve(BYTES));
    await expect(download(`${origin}/m`)).rejects.toEqual(fault('file-unwritable', /models/));
  });
});
