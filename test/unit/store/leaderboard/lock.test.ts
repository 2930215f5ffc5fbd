import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, utimes } from 'node:fs/promises';
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

async function abandoned(path: string): Promise<void> {
  const longAgo = new Date(Date.now() - 60_000);
  await mkdir(path);
  await utimes(path, longAgo, longAgo);
}

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
    await abandoned(`${target}.lock`);
    await abandoned(`${target}.lock.breaking`);
    expect(await withLock(target, async (held) => held(), TIMES)).toBe(true);
    expect(existsSync(`${target}.lock`)).toBe(false);
    expect(existsSync(`${target}.lock.breaking`)).toBe(false);
  });

  it('tells its holder when the lock is taken away', async () => {
    await withLock(
      target,
      async (held) => {
        await rm(`${target}.lock`, { recursive: true });
        await vi.waitFor(() => expect(held()).toBe(false), { timeout: 10_000 });
        // Somebody else's by now, who must not lose it through us.
        await mkdir(`${target}.lock`);
      },
      TIMES,
    );
    expect(existsSync(`${target}.lock`)).toBe(true);
  });
});
