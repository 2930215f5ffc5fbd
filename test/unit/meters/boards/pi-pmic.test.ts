import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { parsePmic } from '#meters/boards/pi-pmic-parse.ts';
import { probePiPmic } from '#meters/boards/pi-pmic.ts';
import { fakeOutside } from '#test/support/fake-programs.ts';
import { textFixture } from '#test/support/sysfs/listed-tree.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

const PI5 = textFixture('pi-pmic/pi5.txt');

const probed = (answer: string | Fault) =>
  probePiPmic(fakeOutside(new VirtualClock(), { run: { 'vcgencmd pmic_read_adc': answer } }).environment);

describe('the power chip of a Raspberry Pi 5', () => {
  it('gives the sum of its outputs, paired by their names', () => {
    const { outputsW, rails, voltagesV } = parsePmic(PI5);
    expect(outputsW).toBeCloseTo(0.37 + 0.66 + 1.2, 9);
    expect(rails.get('CORE')).toEqual({ currentA: 1.5, voltageV: 0.8, powerW: 1.5 * 0.8 });
    expect([...voltagesV]).toEqual([
      ['EXT5V', 5.15],
      ['BATT', 0.005],
    ]);
  });

  it('gives the same where it says voltage for volt', () => {
    expect(parsePmic(PI5.replaceAll('volt(', 'voltage(')).outputsW).toBe(parsePmic(PI5).outputsW);
  });

  it('gives no sum from which a rail is missing', () => {
    expect(parsePmic(PI5.replace(/.*BETA_SYS_V.*\n/, '')).outputsW).toBeNull();
    expect(parsePmic('').outputsW).toBeNull();
  });

  it('gives no sum from nonsense', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (!/_A current/.test(text)) expect(parsePmic(text).outputsW).toBeNull();
      }),
    );
  });

  it('is a meter that is not asked more than twice a second', async () => {
    const [probe] = await probed(PI5);
    expect(probe).toMatchObject({
      ok: true,
      lastReading: '2.2 W',
      meter: { info: { id: 'board:pi-pmic', summed: ['soc'], updatePeriodS: 0.5 } },
    });
  });

  it('is not there on an older board', async () => {
    const [probe] = await probed('error=1 error_msg="Command not registered"');
    expect(probe).toMatchObject({ ok: false, fault: { code: 'meter-unreadable' }, fix: null });
  });

  it('needs a group, which is said', async () => {
    const [probe] = await probed(
      new Fault('meter-unreadable', "vcgencmd failed: Can't open device file: /dev/vcio"),
    );
    expect(probe).toMatchObject({ ok: false, fault: { code: 'meter-no-permission' } });
    expect(probe?.ok === false && probe.fix).toContain('usermod -aG video');
  });

  it('that hangs is silent', async () => {
    const [probe] = await probed(new Fault('meter-silent', 'vcgencmd did not answer within 2 s'));
    expect(probe).toMatchObject({ ok: false, fault: { code: 'meter-silent' } });
  });

  it('is not spoken of on other machines', async () => {
    expect(await probePiPmic(fakeOutside(new VirtualClock(), {}).environment)).toEqual([]);
  });
});
