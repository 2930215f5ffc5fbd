import { describe, expect, it } from 'vitest';
import { adviceOf, HOT_C, NOTHING_READ, unreadOf, type ClockPolicy, type Observed } from '#core/advice.ts';

const WELL: Observed = {
  onMains: true,
  othersShare: 0.01,
  clockPolicies: [{ driver: 'intel_pstate', governor: 'powersave', preference: 'balance_performance' }],
  powerProfile: 'balanced',
  temperatureC: 48,
  throttled: false,
  remoteScreen: false,
};

const codes = (changed: Partial<Observed>) => adviceOf({ ...WELL, ...changed }).map(({ code }) => code);
const ruledBy = (policy: Partial<ClockPolicy>) =>
  codes({ clockPolicies: [{ driver: null, governor: 'schedutil', preference: null, ...policy }] });

describe('advice', () => {
  it('has none for a machine that is ready, and none for one that tells nothing', () => {
    expect(adviceOf(WELL)).toEqual([]);
    expect(adviceOf(NOTHING_READ)).toEqual([]);
  });

  it('is given of each thing that speaks against measuring, the gravest first', () => {
    const everything: Partial<Observed> = {
      onMains: false,
      othersShare: 0.4,
      powerProfile: 'low-power',
      temperatureC: 88.4,
      throttled: true,
      remoteScreen: true,
    };
    expect(codes(everything)).toEqual([
      ...['throttled', 'hot', 'others-busy', 'on-battery', 'power-saving', 'remote-screen'],
    ]);
    const sentences = adviceOf({ ...WELL, ...everything }).map(({ sentence }) => sentence);
    expect(sentences).toContain('Other programs use 40 % of the processors’ time.');
    expect(sentences).toContain('The processor is at 88 °C before it has any work.');
  });

  it('takes the load of others as the protocol does: above its bound, not at it', () => {
    expect(codes({ othersShare: 0.05 })).toEqual([]);
    expect(codes({ othersShare: 0.051 })).toEqual(['others-busy']);
    expect(codes({ temperatureC: HOT_C - 0.1 })).toEqual([]);
    expect(codes({ temperatureC: HOT_C })).toEqual(['hot']);
  });

  it('knows that the usual governor of Intel and AMD is called powersave and saves nothing', () => {
    for (const driver of ['intel_pstate', 'amd-pstate-epp', 'amd_pstate_epp']) {
      expect(ruledBy({ driver, governor: 'powersave', preference: 'balance_power' })).toEqual([]);
      expect(ruledBy({ driver, governor: 'powersave', preference: 'power' })).toEqual(['power-saving']);
    }
    for (const driver of ['acpi-cpufreq', 'intel_cpufreq', 'amd-pstate', null]) {
      expect(ruledBy({ driver, governor: 'powersave' })).toEqual(['power-saving']);
      expect(ruledBy({ driver, governor: 'ondemand' })).toEqual([]);
    }
  });

  it('says once that the system saves power, however many ways it does', () => {
    expect(
      codes({
        clockPolicies: [
          { driver: 'acpi-cpufreq', governor: 'powersave', preference: null },
          { driver: 'acpi-cpufreq', governor: 'ondemand', preference: 'power' },
        ],
        powerProfile: 'quiet',
      }),
    ).toEqual(['power-saving']);
  });
});

describe('what could not be read', () => {
  it('is named, and what was read is not', () => {
    expect(unreadOf(WELL)).toEqual([]);
    expect(unreadOf({ ...WELL, powerProfile: null })).toEqual([]);
    expect(unreadOf({ ...WELL, powerProfile: null, clockPolicies: null, temperatureC: null })).toEqual([
      'whether the system saves power',
      'how warm the processor is',
    ]);
    expect(unreadOf(NOTHING_READ)).toHaveLength(5);
  });
});
