/** Disks and files that only a real system has: full, read-only, and with a line of a gigabyte. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appendLines } from '#store/leaderboard/append.ts';
import { readLeaderboard } from '#store/leaderboard/reader.ts';
import { buildEntry } from '#test/support/build-entry.ts';
import { sampleLines } from '#test/support/sample-lines.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joulemark-disks-'));
});
afterEach(() => rm(folder, { recursive: true }));

type Line = ReturnType<typeof sampleLines>[number];
const [first, second] = sampleLines(1, 2) as [Line, Line];

/** Root in a container may still lack the right to mount. */
function canMount(): boolean {
  try {
    const [unshare, ...args] = ['unshare', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'];
    execFileSync(unshare!, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function withDisk(options: string, work: (disk: string) => Promise<void>): Promise<void> {
  const disk = join(folder, 'disk');
  await mkdir(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]);
  try {
    await work(disk);
  } finally {
    execFileSync('umount', [disk]);
  }
}

describe.skipIf(!canMount())('a disk', () => {
  it('that is full after a part of the line: the part is taken back, and later there is room', () =>
    withDisk('size=256k', async (disk) => {
      const file = join(disk, 'board.jsonl');
      await appendLines(file, [first]);
      const before = await readFile(file);
      const many = sampleLines(2, 20);
      const newBytes = many.reduce((sum, { line }) => sum + line.length + 1, 0);
      const { bavail, bsize } = await statfs(disk);
      const filler = join(disk, 'filler');
      // One block is left.
      await writeFile(filler, Buffer.alloc((bavail - 1) * bsize));
      expect(newBytes).toBeGreaterThan(2 * bsize);

      const appending = appendLines(file, many);
      await expect(appending).rejects.toMatchObject({
        code: 'file-unwritable',
        message: expect.stringMatching(/board\.jsonl: no space is left on the disk/),
        remedy: expect.stringContaining('nothing was lost'),
      });
      expect((await readFile(file)).equals(before)).toBe(true);
      expect((await statfs(disk)).bavail).toBe(1);

      await rm(filler);
      expect(await appendLines(file, many)).toEqual({ appended: 20, alreadyThere: 0 });
      expect((await readLeaderboard(file)).submissions).toHaveLength(21);
    }));

  it('that is full from the start: a file that is made stays empty, and is used later', () =>
    withDisk('size=64k', async (disk) => {
      const file = join(disk, 'board.jsonl');
      const filler = join(disk, 'filler');
      const { bavail, bsize } = await statfs(disk);
      await writeFile(filler, Buffer.alloc(bavail * bsize));
      await expect(appendLines(file, [first])).rejects.toMatchObject({ code: 'file-unwritable' });
      expect((await stat(file)).size).toBe(0);
      await rm(filler);
      await appendLines(file, [first]);
      expect(await readFile(file, 'utf8')).toBe(`${first.line}\n`);
    }));

  it('that is read-only: said, and readable all the same', () =>
    withDisk('size=256k', async (disk) => {
      const file = join(disk, 'board.jsonl');
      await appendLines(file, [first]);
      execFileSync('mount', ['-o', 'remount,ro', disk]);
      await expect(appendLines(file, [second])).rejects.toMatchObject({
        code: 'file-unwritable',
        message: expect.stringContaining('the file system is read-only'),
      });
      expect((await readLeaderboard(file)).submissions).toHaveLength(1);
    }));
});

describe('a line of a gigabyte', () => {
  let program = '';
  beforeAll(async () => {
    program = await buildEntry('test/support/read-process.ts');
  });

  /** `first`, then a line of NUL bytes that take no room on the disk, then `second`. */
  async function giant(): Promise<{ file: string; sizeBytes: number }> {
    const file = join(folder, 'giant.jsonl');
    const handle = await open(file, 'w');
    try {
      await handle.write(`${first.line}\n`);
      await handle.write(`\n${second.line}\n`, 2 ** 30);
    } finally {
      await handle.close();
    }
    return { file, sizeBytes: (await stat(file)).size };
  }

  interface Found {
    readonly served: readonly number[];
    readonly problems: readonly { lineNumber: number; reason: string }[];
    readonly peakBytes: number;
    readonly growthBytes: number;
  }
  const ask = async (...args: string[]): Promise<Found> =>
    JSON.parse((await promisify(execFile)(process.execPath, [program, ...args])).stdout) as Found;

  it('is named by its number, costs little memory, and hides no other line', async (context) => {
    const { file } = await giant();
    const { served, problems, peakBytes, growthBytes } = await ask(file);
    context.annotate(
      `peak ${Math.round(peakBytes / 2 ** 20)} MiB, ${Math.round(growthBytes / 2 ** 20)} more than before`,
    );
    expect(served).toEqual([1, 3]);
    expect(problems).toEqual([{ lineNumber: 2, reason: 'is longer than 8388608 bytes' }]);
    expect(growthBytes).toBeLessThan(100 * 2 ** 20);
  });

  it('is appended to without being read', async () => {
    const { file, sizeBytes } = await giant();
    const { growthBytes } = await ask(file, 'append');
    expect(growthBytes).toBeLessThan(60 * 2 ** 20);
    expect((await stat(file)).size).toBe(sizeBytes + sampleLines(9, 1)[0]!.line.length + 1);
    expect((await ask(file)).served).toEqual([1, 3, 4]);
  });
});
