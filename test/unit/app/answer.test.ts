import { describe, expect, it, vi } from 'vitest';
import { answer } from '#app/answer.ts';
import type { Handlers } from '#app/answer-call.ts';
import { Fault } from '#core/errors.ts';
import { DEFAULT_REQUEST } from '#core/run-request.ts';
import { CALLS } from '#ipc/contract.ts';

const RUN_ID = '0123456789abcdef';

function handlers(changed: Partial<Handlers> = {}): Handlers {
  const refuse = (): never => {
    throw new Error('not expected to be called');
  };
  const none = Object.fromEntries(Object.keys(CALLS).map((name) => [name, refuse])) as unknown as Handlers;
  return { ...none, getRun: () => null, startRun: () => ({ runId: RUN_ID }), ...changed };
}

const never = (): never => {
  throw new Error('nothing to report was expected');
};

describe('answer', () => {
  it('gives the handler what was sent and its result back', async () => {
    const startRun = vi.fn(() => ({ runId: RUN_ID }));
    const reply = await answer(handlers({ startRun }), 'startRun', [DEFAULT_REQUEST], never);
    expect(reply).toEqual({ ok: true, value: { runId: RUN_ID } });
    expect(startRun).toHaveBeenCalledWith(DEFAULT_REQUEST);
  });

  it.each([
    ['a field of another type', [{ ...DEFAULT_REQUEST, length: 'long' }], /length/],
    ['a field too many', [{ ...DEFAULT_REQUEST, path: '/etc' }], /path/],
    ['nothing at all', [], /arguments|0/],
    ['an argument too many', [DEFAULT_REQUEST, 1], /arguments/],
  ])('refuses %s without calling the handler, and names it', async (_name, payload, named) => {
    const startRun = vi.fn(() => ({ runId: RUN_ID }));
    const reply = await answer(handlers({ startRun }), 'startRun', payload, never);
    expect(reply).toMatchObject({ ok: false, error: { code: 'wrong-usage' } });
    expect(reply.ok ? '' : reply.error.message).toMatch(named);
    expect(startRun).not.toHaveBeenCalled();
  });

  it('turns a thrown fault into a reply with its code and remedy', async () => {
    const startRun = (): never => {
      throw new Fault('run-in-progress', 'A benchmark is running already.');
    };
    const reply = await answer(handlers({ startRun }), 'startRun', [DEFAULT_REQUEST], never);
    expect(reply).toEqual({ ok: false, error: expect.objectContaining({ code: 'run-in-progress' }) });
  });

  it('reports what else is thrown, and still replies', async () => {
    const mistake = new TypeError('x is undefined');
    const report = vi.fn();
    const reply = await answer(handlers({ getRun: () => Promise.reject(mistake) }), 'getRun', [], report);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal', message: 'x is undefined' } });
    expect(report).toHaveBeenCalledWith(mistake);
  });
});
