import { existsSync, utimesSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withLock } from '#store/leaderboard/lock.ts';

let folder = '';
let target = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joulemark-lock-'));
  target = join(folder, 'board.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const TIMES = { staleMs: 2000, waitMs: 10_000 };

describe('withLock', () => {
  it('lets one work at a time, and leaves no lock behind', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await mkdir(join(folder, `step-${Math.random()}`));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 5 }, () => withLock(target, work, TIMES)));
    expect(most).toBe(1);
    expect(existsSync(`${target}.lock`)).toBe(false);
  });

  it('gives the lock back when the work fails', async () => {
    const failing = withLock(target, () => Promise.reject(new Error('the work failed')), TIMES);
    await expect(failing).rejects.toThrow('the work failed');
    expect(existsSync(`${target}.lock`)).toBe(false);
  });

  it('breaks the lock of a dead writer, also when another died while breaking it', async () => {
    await mkdir(`${target}.lock`);
    await mkdir(`${target}.lock.breaking`);
    expect(await withLock(target, async (held) => held(), TIMES)).toBe(true);
    expect(existsSync(`${target}.lock`)).toBe(false);
    expect(existsSync(`${target}.lock.breaking`)).toBe(false);
  });

  it.each([
    ['an hour behind', -3_600_000],
    ['an hour ahead', 3_600_000],
  ])('leaves the lock of a living writer whose clock is %s', async (_what, skewMs) => {
    const lock = `${target}.lock`;
    await mkdir(lock);
    const renew = () => {
      const owners = new Date(Date.now() + skewMs);
      utimesSync(lock, owners, owners);
    };
    renew();
    const renewing = setInterval(renew, TIMES.staleMs / 8);
    const waiting = withLock(target, async () => undefined, { ...TIMES, waitMs: 1.5 * TIMES.staleMs });
    await expect(waiting).rejects.toMatchObject({ code: 'file-locked' });
    clearInterval(renewing);
    expect(existsSync(lock)).toBe(true);
  });

  it('breaks the lock of a dead writer whose clock was ahead', async () => {
    await mkdir(`${target}.lock`);
    const tomorrow = new Date(Date.now() + 86_400_000);
    utimesSync(`${target}.lock`, tomorrow, tomorrow);
    expect(await withLock(target, async (held) => held(), TIMES)).toBe(true);
  });

  it('tells its holder at once when the lock is taken away, and leaves it to who has it by then', async () => {
    await withLock(
      target,
      async (held) => {
        expect(held()).toBe(true);
        await rm(`${target}.lock`, { recursive: true });
        expect(held()).toBe(false);
        await mkdir(`${target}.lock`);
        expect(held()).toBe(false);
      },
      TIMES,
    );
    expect(existsSync(`${target}.lock`)).toBe(true);
  });

  it('is not sure of a lock that was held through a suspend', async () => {
    const now = vi.spyOn(Date, 'now');
    try {
      await withLock(
        target,
        async (held) => {
          const beforeMs = Date.now();
          now.mockReturnValue(beforeMs + TIMES.staleMs);
          expect(held()).toBe(false);
          now.mockReturnValue(beforeMs);
          expect(held()).toBe(true);
        },
        TIMES,
      );
    } finally {
      now.mockRestore();
    }
  });

  it('keeps a lock that is held for long, by renewing it', async () => {
    const startMs = performance.now();
    await withLock(
      target,
      async (held) => {
        const other = withLock(target, async () => performance.now(), TIMES);
        await vi.waitUntil(() => performance.now() - startMs > 2 * TIMES.staleMs, { timeout: 10_000 });
        expect(held()).toBe(true);
        const releasedMs = performance.now();
        return { other, releasedMs };
      },
      TIMES,
    ).then(async ({ other, releasedMs }) => expect(await other).toBeGreaterThan(releasedMs));
  });

  it('resolves with what was done, though the folder of the lock can no longer be removed', async () => {
    const done = await withLock(
      target,
      async () => {
        await writeFile(join(`${target}.lock`, 'in-the-way'), '');
        return 'done';
      },
      TIMES,
    );
    expect(done).toBe('done');
  });
});
