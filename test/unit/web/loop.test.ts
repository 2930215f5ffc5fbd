import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { deviceLost, NEVER_LOST, startLoop } from '#web/loop.ts';

const BACK_TO_BACK = { kind: 'back-to-back' } as const;

describe('startLoop', () => {
  it('hears a stop though inferences end within the same turn', async () => {
    let count = 0;
    const loop = startLoop(() => Promise.resolve(count++), BACK_TO_BACK, NEVER_LOST);
    await loop.first;
    const { startsS, endsS } = await loop.stop();
    expect(startsS.length).toBe(count);
    expect(endsS.length).toBe(count);
    for (let at = 1; at < count; at += 1) {
      // One expectation each would take longer than the loop itself.
      if (startsS[at]! < endsS[at - 1]!) expect.fail(`inference ${at} began before the one before it ended`);
    }
  });

  it('does one inference even if it is stopped at once', async () => {
    const loop = startLoop(() => Promise.resolve(), BACK_TO_BACK, NEVER_LOST);
    expect((await loop.stop()).startsS.length).toBeGreaterThanOrEqual(1);
  });

  it('starts each inference at its own time at a fixed rate', async () => {
    let stop = (): void => undefined;
    const third = new Promise<void>((resolve) => (stop = resolve));
    let count = 0;
    const infer = async (): Promise<void> => {
      count += 1;
      if (count === 3) stop();
    };
    const loop = startLoop(infer, { kind: 'fixed-rate', ratePerS: 50 }, NEVER_LOST);
    await third;
    const { startsS } = await loop.stop();
    expect(startsS[1]! - startsS[0]!).toBeGreaterThan(0.01);
    expect(startsS[2]! - startsS[0]!).toBeGreaterThanOrEqual(0.0395);
  });

  it('tells of a first inference that failed', async () => {
    const loop = startLoop(() => Promise.reject(new Error('no kernel')), BACK_TO_BACK, NEVER_LOST);
    await expect(loop.first).rejects.toMatchObject({ code: 'inference-failed', message: /no kernel/ });
  });

  it('ends when the device goes away, even if an inference never does', async () => {
    let lose: (fault: Fault) => void = () => undefined;
    const lost = new Promise<never>((_resolve, reject) => (lose = reject));
    let count = 0;
    const infer = () => (count++ === 0 ? Promise.resolve() : new Promise<never>(() => undefined));
    const loop = startLoop(infer, BACK_TO_BACK, lost);
    await loop.first;
    lose(deviceLost('the driver was reset'));
    await expect(loop.stop()).rejects.toMatchObject({ code: 'device-lost', message: /driver was reset/ });
  });
});
