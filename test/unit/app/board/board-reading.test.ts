import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { BoardJob, FromBoard, ToBoard } from '#app/board/board-messages.ts';
import { BoardReading } from '#app/board/board-reading.ts';
import type { UtilityListener } from '#app/utility.ts';
import { Fault } from '#core/errors.ts';

vi.mock('electron', () => ({ app: {}, utilityProcess: {} }));

interface FakeProcess {
  readonly posted: ToBoard[];
  readonly kill: ReturnType<typeof vi.fn<() => void>>;
  say(message: FromBoard): void;
  exit(reason: string): void;
}

let processes: FakeProcess[];
let measuring: boolean;
let reading: BoardReading;
const VERIFY: BoardJob = { kind: 'verify', name: '/srv/board.jsonl' };

beforeEach(() => {
  processes = [];
  measuring = false;
  const start = (listener: UtilityListener) => {
    const posted: ToBoard[] = [];
    const kill = vi.fn<() => void>();
    processes.push({
      posted,
      kill,
      say: (message) => listener.onMessage?.(message),
      exit: (reason) => listener.onExit(reason),
    });
    return { post: (message: unknown) => void posted.push(message as ToBoard), kill };
  };
  reading = new BoardReading({ dataDir: '/data', cacheDir: '/nowhere', isMeasuring: () => measuring, start });
});

describe('BoardReading', () => {
  it('starts one process for several questions, each with a cache folder of its own', async () => {
    const first = reading.ask({ kind: 'line', name: '/b', submissionId: 'a' });
    processes[0]?.say({ kind: 'done', answer: 'the line' });
    expect(await first).toBe('the line');
    const second = reading.ask({ kind: 'line', name: '/b', submissionId: 'b' });
    processes[0]?.say({ kind: 'done', answer: 'another' });
    expect(await second).toBe('another');
    expect(processes).toHaveLength(1);
    expect(processes[0]?.posted[0]?.cacheDir).toMatch(/^\/nowhere\/board-[0-9a-f]+$/);
  });

  it('tells how many lines have been verified', async () => {
    const told: number[] = [];
    const asked = reading.ask(VERIFY, (lines) => told.push(lines));
    processes[0]?.say({ kind: 'progress', lines: 1000 });
    processes[0]?.say({ kind: 'failed', fault: new Fault('file-unreadable', 'gone').toWire() });
    await expect(asked).rejects.toMatchObject({ code: 'file-unreadable', message: 'gone' });
    expect(told).toEqual([1000]);
  });

  it('ends the former question when another is asked', async () => {
    const former = reading.ask(VERIFY);
    const next = reading.ask(VERIFY);
    await expect(former).rejects.toMatchObject({ code: 'interrupted' });
    expect(processes[0]?.kill).toHaveBeenCalled();
    // What the ended one still says is heard by nobody.
    processes[0]?.say({ kind: 'done', answer: 'late' });
    processes[1]?.say({ kind: 'done', answer: 'right' });
    expect(await next).toBe('right');
  });

  it('reads nothing while a benchmark is measured', async () => {
    measuring = true;
    expect(() => reading.ask(VERIFY)).toThrow(expect.objectContaining({ code: 'run-in-progress' }));
    expect(processes).toHaveLength(0);
  });

  it('stops at once on request, and starts anew for the next question', async () => {
    const asked = reading.ask(VERIFY);
    reading.stop();
    await expect(asked).rejects.toMatchObject({ code: 'interrupted' });
    reading.stop();
    const next = reading.ask(VERIFY);
    processes[1]?.say({ kind: 'done', answer: 'again' });
    expect(await next).toBe('again');
  });

  it('says that its process died, and with what', async () => {
    const asked = reading.ask(VERIFY);
    processes[0]?.exit('killed by SIGKILL');
    await expect(asked).rejects.toMatchObject({
      code: 'query-failed',
      message: expect.stringContaining('killed by SIGKILL'),
    });
  });

  it('ends a process that nobody has asked for two minutes', async () => {
    vi.useFakeTimers();
    try {
      const asked = reading.ask(VERIFY);
      processes[0]?.say({ kind: 'done', answer: 'x' });
      await asked;
      vi.advanceTimersByTime(119_000);
      expect(processes[0]?.kill).not.toHaveBeenCalled();
      vi.advanceTimersByTime(2000);
      expect(processes[0]?.kill).toHaveBeenCalledOnce();
    } finally {
      vi.useRealTimers();
    }
  });
});
