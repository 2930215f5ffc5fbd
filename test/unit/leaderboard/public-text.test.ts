import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicText, WITHHELD } from '#core/leaderboard/public-text.ts';

describe('publicText', () => {
  it.each([
    '/sys/class/powercap/intel-rapl:0, /sys/class/powercap/intel-rapl:0:1',
    'processor time × 15 W / 4 cores, from the table of rated powers',
    'the half-width of the interval is 7 % of the mean; 2 of 3 rounds counted',
    'Energy in J/inference and/or W',
    'driver 31.0.15.3623, at 12:34:56',
    'NVIDIA GeForce RTX 3060, PCI 0000:01:00.0',
    '/proc/self/maps shows libvk_swiftshader.so',
    'the kernels ran in a serial loop',
    '',
  ])('keeps %j', (text) => {
    expect(publicText(text)).toBe(text);
  });

  it.each([
    'cannot read /home/anna/model.onnx',
    '"/root/x"',
    '~/models/a.onnx',
    'source=/tmp/fake-sys/class/powercap',
    '/sys/../home/anna',
    'C:\\Users\\Anna\\model.onnx',
    'D:/models/x',
    '\\\\server\\share\\x',
    'http://192.168.1.20/status',
    'plug at 192.168.1.20',
    'plug 00:1B:44:11:3a:b7',
    'fe80::1ff:fe23:4567:890a',
    'ask anna@example.org',
    'GPU-5d0a2b6f-1c2d-3e4f-8a9b-0123456789ab',
    'board serial number ABC',
    'Serial: 0324518',
    'card S/N 1562820001234',
    '/proc/self/maps shows /home/anna/.cache/electron/libvk_swiftshader.so',
  ])('withholds %j', (text) => {
    expect(publicText(text)).toBe(WITHHELD);
  });

  it('never lets an absolute path through, whatever stands around it', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9 _.-]{0,12}$/);
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => `/${names.join('/')}`);
    fc.assert(
      fc.property(fc.string(), path, fc.string(), (before, planted, after) => {
        fc.pre(!/^\/(sys|proc|dev)\//.test(planted));
        expect(publicText(`${before} ${planted}${after}`)).toBe(WITHHELD);
      }),
    );
  });
});
