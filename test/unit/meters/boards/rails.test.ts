import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boardTotal, powerByDomain } from '#meters/boards/rails.ts';
import { parseTegrastats } from '#meters/boards/tegrastats-parse.ts';
import { textFixture } from '#test/support/sysfs/listed-tree.ts';

const LINES = new Map(
  [...textFixture('tegrastats/layouts.txt').matchAll(/^([\w-]+): (.*)$/gm)].map(
    ([, board = '', line = '']) => [board, line],
  ),
);

const lineOf = (board: string) => parseTegrastats(LINES.get(board) ?? '');

function railsOf(board: string): Map<string, number> {
  return new Map([...lineOf(board).rails].map(([name, { nowW }]) => [name, nowW]));
}

describe('the power of a board', () => {
  it.each([
    ['orin-nano', 4.8, ['VDD_IN']],
    ['tx2', 5.2, ['VDD_IN']],
    ['nano', 2.1, ['POM_5V_IN']],
    ['agx-xavier', 6.6, ['GPU', 'CPU', 'SOC', 'CV', 'VDDRQ', 'SYS5V']],
    ['agx-orin', 8.1, ['VDD_GPU_SOC', 'VDD_CPU_CV', 'VIN_SYS_5V0']],
    ['thor', 31, ['VIN']],
  ])('is on %s %d W, from %j', (board, powerW, from) => {
    const total = boardTotal(railsOf(board));
    expect(total?.from).toEqual(from);
    expect(total?.powerW).toBeCloseTo(powerW, 9);
  });

  it('is not known where no rail is known to be the whole of it', () => {
    expect(boardTotal(railsOf('tx1'))).toBeNull();
    expect(boardTotal(new Map([['VDD_CPU_CV', 3]]))).toBeNull();
  });

  it('contains the parts that have a rail of their own; shared rails tell nothing of each', () => {
    const rails = railsOf('agx-xavier');
    const total = boardTotal(rails);
    expect([...powerByDomain(rails, total!)].map(([domain]) => domain).sort()).toEqual(
      ['core', 'dram', 'gpu', 'npu', 'psys'].sort(),
    );
    const shared = railsOf('orin-nano');
    expect([...powerByDomain(shared, boardTotal(shared)!).keys()]).toEqual(['psys']);
  });
});

describe('a line of tegrastats', () => {
  it('gives each rail now and on average, and takes no memory for a rail', () => {
    expect([...lineOf('tx2').rails]).toEqual([
      ['VDD_SYS_GPU', { nowW: 0.182, averageW: 0.18 }],
      ['VDD_SYS_SOC', { nowW: 0.73, averageW: 0.731 }],
      ['VDD_4V0_WIFI', { nowW: 0, averageW: 0 }],
      ['VDD_IN', { nowW: 5.2, averageW: 5.1 }],
      ['VDD_SYS_CPU', { nowW: 0.9, averageW: 0.91 }],
      ['VDD_SYS_DDR', { nowW: 1.2, averageW: 1.19 }],
    ]);
  });

  it('tells sentinels from temperatures', () => {
    const orin = lineOf('orin-nano').temperatures;
    expect(orin.get('cpu')).toEqual({ shownC: 48.5, believedC: 48.5 });
    expect(orin.get('cv0')).toEqual({ shownC: -256, believedC: null });
    const tx2 = lineOf('tx2').temperatures;
    expect(tx2.get('PMIC')).toEqual({ shownC: 100, believedC: null });
    expect(tx2.get('GPU')?.believedC).toBeNull();
  });

  it('gives no number that is not in the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const { rails } = parseTegrastats(text);
        for (const [name, { nowW }] of rails) {
          expect(text).toContain(name);
          expect(Number.isFinite(nowW) && nowW >= 0).toBe(true);
        }
        if (!/\d\S*\/\d/.test(text)) expect(rails.size).toBe(0);
      }),
    );
  });
});
