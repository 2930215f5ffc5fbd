import { describe, expect, it } from 'vitest';
import type { MeterStatus } from '#core/record/schema.ts';
import { LAPTOP, WINDOWS } from '#renderer/backend/fake/devices.ts';
import { ESTIMATE, NO_RAPL, RAPL, SUITE, WINDOWS_METERS } from '#renderer/backend/fake/machine.ts';
import { coverageOf } from '#renderer/features/machine/coverage.ts';
import { meterGroups } from '#renderer/features/machine/meter-groups.ts';

const GPU_GAP = 'No meter sees what the GPU draws: what runs there has latency, and no energy.';

describe('coverageOf', () => {
  it('calls a counter measured, and finds no gap where only the processor runs', () => {
    expect(coverageOf(SUITE)).toEqual({
      sentence: 'This machine gives measured results, of tier counter.',
      gaps: [],
    });
  });

  it('says that an estimate is one, and which commands would end it', () => {
    expect(coverageOf({ ...SUITE, meters: [ESTIMATE, NO_RAPL] })).toEqual({
      sentence: 'This machine gives estimated results, of tier estimate.',
      gaps: ['The commands beside rapl-powercap below would let it measure.'],
    });
  });

  it('counts the GPU inside a processor as seen by the counter of the package, a card not', () => {
    expect(coverageOf({ ...SUITE, devices: LAPTOP }).gaps).toEqual([]);
    expect(coverageOf({ ...SUITE, devices: WINDOWS }).gaps).toEqual([GPU_GAP]);
    expect(coverageOf({ ...SUITE, devices: WINDOWS, meters: WINDOWS_METERS }).gaps).toEqual([]);
  });

  it('never takes an estimate of the processor for the energy of a GPU', () => {
    expect(coverageOf({ ...SUITE, devices: LAPTOP, meters: [ESTIMATE] }).gaps).toContain(GPU_GAP);
  });

  it('says where nothing gives energy, and where the energy is made up', () => {
    expect(coverageOf({ ...SUITE, meters: [NO_RAPL] }).sentence).toContain('latency only');
    expect(coverageOf({ ...SUITE, synthetic: true }).sentence).toContain('made-up');
  });
});

describe('meterGroups', () => {
  it('sorts meters by what can be done about them', () => {
    const absent: MeterStatus = {
      ...NO_RAPL,
      id: 'nvml',
      fix: null,
      fault: { code: 'meter-missing', message: 'No NVIDIA driver.', remedy: '' },
    };
    const groups = meterGroups([absent, ESTIMATE, NO_RAPL, RAPL]);
    expect(groups.usable.map(({ id }) => id)).toEqual(['rapl-powercap', 'estimate']);
    expect(groups.repairable).toEqual([NO_RAPL]);
    expect(groups.absent).toEqual([absent]);
  });
});
