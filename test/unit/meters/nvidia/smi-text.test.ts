import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { isNoValue, parseSmiCsv, smiNumber } from '#meters/nvidia/smi-csv.ts';
import { parseSmiXml } from '#meters/nvidia/smi-xml.ts';
import { fixture } from '#test/support/meters/fake-environment.ts';

describe('the CSV of nvidia-smi', () => {
  it('is read by the names of its columns, with and without units', () => {
    const { columns, rows } = parseSmiCsv(fixture('nvidia_smi/two-gpus.csv'));
    expect(columns).toHaveLength(9);
    expect(columns[2]).toEqual({ name: 'power.draw.instant', unit: 'W' });
    expect(rows.map((row) => smiNumber(row, 'power.draw.instant'))).toEqual([71.5, 9.75]);
    expect(rows.map((row) => smiNumber(row, 'temperature.memory'))).toEqual([48, null]);
    expect(rows[1]?.get('name')).toBe('NVIDIA Made 60');
    const [plain] = parseSmiCsv(fixture('nvidia_smi/old-driver.csv')).rows;
    expect(plain && smiNumber(plain, 'power.draw')).toBe(12.5);
    expect(plain && smiNumber(plain, 'power.draw.instant')).toBeNull();
  });

  it.each([
    '[N/A]',
    'N/A',
    '[Not Supported]',
    '[Unknown Error]',
    '[GPU requires reset]',
    'ERR!',
    '',
    '[Requested functionality has been deprecated]',
  ])('has no value where it prints %j', (text) => {
    expect(isNoValue(text)).toBe(true);
    const [row] = parseSmiCsv(`index, power.draw [W]\n0, ${text}`).rows;
    expect(row && smiNumber(row, 'power.draw')).toBeNull();
  });

  it('keeps a zero that was measured', () => {
    const [row] = parseSmiCsv('index, utilization.gpu [%]\r\n0, 0 %\r\n').rows;
    expect(row && smiNumber(row, 'utilization.gpu')).toBe(0);
  });

  it.each([
    '',
    'No devices were found',
    'index, power.draw [W]\n0',
    'index, power.draw [W]\n0, 1 W, 2 W',
    '<html>',
  ])('refuses %j', (text) => {
    expect(() => parseSmiCsv(text)).toThrow(Fault);
  });

  it('makes no number of nonsense', () => {
    fc.assert(
      fc.property(fc.string(), (cell) => {
        const row = new Map([['power.draw', cell]]);
        try {
          const value = smiNumber(row, 'power.draw');
          expect(cell).toMatch(/^-?\d+(\.\d+)?/);
          expect(Number.parseFloat(cell)).toBe(value);
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
      }),
    );
  });
});

describe('the XML of nvidia-smi', () => {
  const read = (name: string) => parseSmiXml(fixture(`nvidia_smi_xml/${name}`));

  it('is read in its first layout', () => {
    const { driver, layout, gpus } = read('v11-power-readings.xml');
    expect([driver, layout]).toEqual(['520.00.01', '11']);
    expect(gpus).toEqual([
      {
        name: 'Made Card & Co',
        powerElement: 'power_readings',
        drawsW: { power_draw: 33.25 },
        powerW: 33.25,
        limitW: 150,
        gpuC: 50,
        memoryC: 61,
      },
    ]);
  });

  it('is read in the layout of driver 535, and not from the decoy before it', () => {
    const [gpu] = read('v12-gpu-power-readings.xml').gpus;
    expect(gpu).toMatchObject({ powerElement: 'gpu_power_readings', powerW: 44.5, limitW: 200 });
  });

  it('prefers the instantaneous draw, and takes the mean where there is no other', () => {
    const { gpus } = read('v13-two-gpus-decoys.xml');
    expect(gpus[0]?.drawsW).toEqual({ average_power_draw: 80.1, instant_power_draw: 82.4 });
    expect(gpus.map(({ powerW }) => powerW)).toEqual([82.4, 20]);
  });

  it('has no power where the GPU tells none', () => {
    const [gpu] = read('v10-no-power.xml').gpus;
    expect(gpu).toMatchObject({
      drawsW: { power_draw: null },
      powerW: null,
      limitW: null,
      gpuC: 41,
      memoryC: null,
    });
  });

  it('refuses another document', () => {
    expect(() => parseSmiXml('<html><gpu/></html>')).toThrow(/in place of <nvidia_smi_log>/);
  });
});
