import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { followSamples } from '#meters/followed-sample.ts';
import { fakeEnvironment, printing } from '#test/support/meters/fake-environment.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

/** Numbers that a program prints once a second; lines that are no number are none. */
function follow(clock: VirtualClock, next: Parameters<typeof printing>[2]) {
  const program = printing(clock, 1, next);
  const samples = followSamples(
    fakeEnvironment(clock, { follow: program.follow }),
    { file: 'made', args: [], separator: '\n', firstWithinS: 3, nextWithinS: 2 },
    (part, _atS, run) => {
      if (part === 'broken') throw new Fault('meter-unreadable', 'broken');
      return part === '' ? null : { value: Number(part), run };
    },
  );
  return { program, samples };
}

describe('a followed program', () => {
  it('is started by the first reading and gives its newest sample with the time it came', async () => {
    const clock = new VirtualClock();
    const { program, samples } = follow(clock, String);
    expect(program.starts).toHaveLength(0);
    expect(await samples.newest()).toEqual({ atS: 0, value: { value: 0, run: 1 } });
    await clock.sleep(2.5);
    expect(await samples.newest()).toEqual({ atS: 2, value: { value: 2, run: 1 } });
    expect(program.starts).toHaveLength(1);
    await samples.close();
    expect(program.running()).toBe(0);
  });

  it('waits for the first sample, for all who ask at once', async () => {
    const clock = new VirtualClock();
    const { samples } = follow(clock, (part) => (part < 2 ? '' : '7'));
    const both = await Promise.all([samples.newest(), samples.newest()]);
    expect(both.map(({ value }) => value.value)).toEqual([7, 7]);
    expect(clock.nowS()).toBe(2);
    await samples.close();
  });

  it('is ended and named when it prints nothing', async () => {
    const clock = new VirtualClock();
    const { program, samples } = follow(clock, () => undefined);
    await expect(samples.newest()).rejects.toMatchObject({
      code: 'meter-silent',
      message: expect.stringContaining('3 s') as string,
    });
    expect(program.running()).toBe(0);
  });

  it('is named when it falls silent, and heard again when it goes on', async () => {
    const clock = new VirtualClock();
    const { samples } = follow(clock, (part) => (part === 0 || part > 4 ? '1' : undefined));
    await samples.newest();
    await clock.sleep(3.5);
    await expect(samples.newest()).rejects.toMatchObject({ code: 'meter-silent' });
    await clock.sleep(2);
    expect((await samples.newest()).atS).toBe(5);
    await samples.close();
  });

  it('is started again after an ordinary end, and tells the parser so', async () => {
    const clock = new VirtualClock();
    const { program, samples } = follow(clock, (part) => (part < 2 ? String(part) : null));
    expect((await samples.newest()).value).toEqual({ value: 0, run: 1 });
    await clock.sleep(2.5);
    expect((await samples.newest()).value).toEqual({ value: 0, run: 2 });
    expect(program.starts).toHaveLength(2);
    await samples.close();
  });

  it('is not started over and over when it fails', async () => {
    const clock = new VirtualClock();
    const { program, samples } = follow(clock, () => new Fault('meter-no-permission', 'denied'));
    for (let reading = 0; reading < 3; reading += 1) {
      await expect(samples.newest()).rejects.toMatchObject({ code: 'meter-no-permission' });
    }
    expect(program.starts).toHaveLength(1);
    await samples.close();
    await expect(samples.newest()).rejects.toMatchObject({ code: 'meter-no-permission' });
    expect(program.starts).toHaveLength(2);
  });

  it('tells of a part that cannot be read until a better one comes', async () => {
    const clock = new VirtualClock();
    const { samples } = follow(clock, (part) => (part === 1 ? 'broken' : '5'));
    await samples.newest();
    await clock.sleep(1.5);
    await expect(samples.newest()).rejects.toMatchObject({ code: 'meter-unreadable' });
    await clock.sleep(1);
    expect((await samples.newest()).value.value).toBe(5);
    await samples.close();
  });
});
