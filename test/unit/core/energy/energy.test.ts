import { describe, expect, it } from 'vitest';
import { idlePoints, idlePowerOf, idleVariance } from '#core/energy/idle.ts';
import { integratedEnergyJ } from '#core/energy/level.ts';
import { cpuSecondsBetween, inferencesBetween, latenciesBetween } from '#core/energy/work.ts';
import type { WorkTrace } from '#core/ports.ts';
import type { Window } from '#core/record/schema.ts';

describe('integratedEnergyJ', () => {
  const ramp = [0, 1, 2, 3, 4].map((atS) => ({ atS, powerW: 10 * atS }));

  it('is exact for a power that changes linearly, between samples too', () => {
    expect(integratedEnergyJ(ramp, 0, 4)).toBeCloseTo(80, 12);
    expect(integratedEnergyJ(ramp, 0.5, 3.5)).toBeCloseTo(60, 12);
  });

  it('holds the nearest power beyond the samples', () => {
    expect(integratedEnergyJ(ramp, 4, 6)).toBeCloseTo(80, 12);
  });

  it('is unknown from fewer than two samples, never 0', () => {
    expect(integratedEnergyJ([{ atS: 1, powerW: 5 }], 0, 2)).toBeNull();
    expect(integratedEnergyJ([], 0, 2)).toBeNull();
  });
});

describe('the idle power beside a window', () => {
  const window = (
    kind: Window['kind'],
    startS: number,
    idlePowerW: number | null,
    flags: Window['flags'] = [],
  ) => ({
    round: 0,
    kind,
    startS,
    durationS: 2,
    inferences: 10,
    energyJ: 1,
    uncertaintyJ: null,
    energyByDomain: {},
    idlePowerW,
    cpuSeconds: 0,
    temperatureC: null,
    flags,
  });
  const points = idlePoints([window('idle', 9, 5), window('idle', 19, 7)]);

  it('is linear between two idle windows and the nearest one outside', () => {
    expect(idlePowerOf(points, window('measure', 14, null))).toBe(6);
    expect(idlePowerOf(points, window('measure', 0, null))).toBe(5);
    expect(idlePowerOf(points, window('measure', 98, null))).toBe(7);
  });

  it('is unknown without an idle window', () => {
    expect(idlePowerOf([], window('measure', 14, null))).toBeNull();
  });

  it('comes from flagged idle windows only where none is clean', () => {
    const disturbed = window('idle', 9, 50, ['disturbed']);
    expect(idlePoints([disturbed, window('idle', 19, 7)])).toEqual([{ atS: 20, powerW: 7 }]);
    expect(idlePoints([disturbed])).toEqual([{ atS: 10, powerW: 50 }]);
  });

  it('does not take a steady drift for noise', () => {
    const drift = [5, 6, 7, 8].map((powerW, index) => ({ atS: index, powerW }));
    expect(idleVariance(drift)).toBe(0);
    expect(idleVariance([5, 6, 5, 6].map((powerW, index) => ({ atS: index, powerW })))).toBeCloseTo(
      2 / 3,
      12,
    );
  });
});

describe('the work between two instants', () => {
  const trace: WorkTrace = {
    startsS: Float64Array.of(0, 1, 2, 3),
    endsS: Float64Array.of(1, 2, 3, 4),
    cpuAtS: Float64Array.of(0, 2, 4),
    cpuSeconds: Float64Array.of(10, 14, 14),
  };

  it('counts an inference that an edge cuts by its share of time inside', () => {
    expect(inferencesBetween(trace, 0, 4)).toBe(4);
    expect(inferencesBetween(trace, 0.5, 2.25)).toBeCloseTo(1.75, 12);
    expect(inferencesBetween(trace, 9, 10)).toBe(0);
  });

  it('gives the latency of the inferences that ended inside', () => {
    expect(latenciesBetween(trace, 0.5, 2.5)).toEqual([1000, 1000]);
  });

  it('interpolates the processor time and holds it outside', () => {
    expect(cpuSecondsBetween(trace, 0.5, 1.5)).toBeCloseTo(2, 12);
    expect(cpuSecondsBetween(trace, 3, 99)).toBe(0);
  });
});
