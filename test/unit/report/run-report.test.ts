import { describe, expect, it } from 'vitest';
import { judgeFidelity } from '#core/fidelity.ts';
import type { AgainstFp32 } from '#core/record/schema.ts';
import { runCsv, runMarkdown, runText } from '#report/run-report.ts';
import { sampleRecord, sampleRow } from '#test/support/sample-record.ts';

const unavailable = {
  status: 'unavailable' as const,
  id: 'rapl-powercap',
  tier: 'counter' as const,
  domains: ['package' as const],
  fix: null as string | null,
  fault: { code: 'meter-no-permission', message: 'cannot read /sys/x/energy_uj', remedy: 'See README.' },
};
const estimated = sampleRow({ tier: 'estimate', verdict: 'estimated', reasons: ['no power meter was read'] });

describe('runText', () => {
  it('shows every figure of a row in one line where there is room', () => {
    const text = runText(sampleRecord(), null);
    const row = text.split('\n').find((line) => line.includes('fp32')) ?? '';
    expect(row.split('│').map((cell) => cell.trim())).toEqual([
      '',
      '1',
      'silero-vad',
      'fp32',
      'cpu',
      '64.1',
      '63.2 … 65.0',
      '105',
      '9.80',
      '12.1',
      '–',
      'counter',
      'trusted',
      '',
    ]);
    expect(text).toContain('Run 0123456789abcdef of 2026-01-31 08:30 UTC');
    expect(text).toContain('Tier counter: read from an energy counter of the hardware.');
  });

  it('shows the same figures within 80 columns', () => {
    const text = runText(sampleRecord(), 80);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const figure of ['silero-vad', 'int8-dynamic', '70.2', '69.0 … 71.4', '112', '9.80', '12.1']) {
      expect(text).toContain(figure);
    }
    for (const word of ['counter', 'trusted']) expect(text).toContain(word);
  });

  it('shows what is unknown as unknown, never as 0', () => {
    const row = sampleRow({ netJ: null, grossJ: null, ci95: null, latencyMs: null, rank: null, tier: null });
    const text = runText(sampleRecord({ rows: [row] }), null);
    const line = text.split('\n').find((each) => each.includes('fp32')) ?? '';
    expect(line.split('│').filter((cell) => cell.trim() === '–')).toHaveLength(8);
    expect(line).not.toMatch(/\b0\b/);
  });

  it('says plainly that estimated joules are not measured, why, and what to do', () => {
    const text = runText(sampleRecord({ rows: [estimated], meters: [unavailable] }), null);
    expect(text).toContain('has no power meter that can be read, so the joules are not measured');
    expect(text).toContain('No reading from rapl-powercap: cannot read /sys/x/energy_uj. See README.');
    expect(text).toContain('To measure, run Joulemark where an energy counter can be read');
  });

  it('prints the commands that mend a meter as they are, however narrow the terminal', () => {
    const fix = `sudo chgrp joulemark-power ${'/sys/class/powercap/x '.repeat(8)}\n# To undo it: reboot.\n`;
    const record = sampleRecord({ rows: [estimated], meters: [{ ...unavailable, fix }] });
    expect(runText(record, 80)).toContain(`To let Joulemark read rapl-powercap:\n\n${fix}`);
    expect(runMarkdown(record)).toContain(`    ${fix.split('\n')[0]}\n    # To undo it: reboot.`);
    const measured = sampleRecord({ meters: [...sampleRecord().meters, { ...unavailable, fix }] });
    expect(runText(measured, 80)).not.toContain('To let Joulemark read');
  });

  it('does not speak of estimates where energy was measured', () => {
    expect(runText(sampleRecord(), null)).not.toContain('estimate');
  });

  it('says that a run is synthetic, in its first line and below', () => {
    const text = runText(sampleRecord({ synthetic: true }), null);
    expect(text).toMatch(/^SYNTHETIC run/);
    expect(text).toContain('No leaderboard accepts this run.');
  });

  it('says that equal ranks mean not told apart', () => {
    const rows = [sampleRow({ rank: 1 }), sampleRow({ rank: 1, precision: 'int8-dynamic' })];
    expect(runText(sampleRecord({ rows }), null)).toContain('could not be told apart');
    expect(runText(sampleRecord(), null)).not.toContain('could not be told apart');
  });

  it('says that ranks of two tiers are not compared', () => {
    expect(runText(sampleRecord({ rows: [sampleRow(), estimated] }), null)).toContain(
      'counts within its tier',
    );
  });

  it('says each reason once, with the configurations that it is of', () => {
    const noisy = { verdict: 'noisy' as const, reasons: ['did not converge: ± 9.0 % (wanted ± 5 %)'] };
    const both = [sampleRow(noisy), sampleRow({ ...noisy, precision: 'int8-dynamic' })];
    expect(runText(sampleRecord({ rows: both }), null)).toContain(
      '- All configurations: did not converge: ± 9.0 % (wanted ± 5 %).',
    );
    const one = [sampleRow(noisy), sampleRow({ precision: 'int8-dynamic' })];
    expect(runText(sampleRecord({ rows: one }), null)).toContain('- silero-vad fp32 cpu: did not converge');
  });

  it('says what failed and why', () => {
    const failed = sampleRow({ verdict: 'failed', reasons: ['killed by SIGKILL. Watch the free memory.'] });
    const text = runText(sampleRecord({ rows: [sampleRow({ model: 'other' }), failed] }), null);
    expect(text).toContain('silero-vad fp32 cpu: failed: killed by SIGKILL. Watch the free memory.');
    expect(runText(sampleRecord({ rows: [failed] }), null)).toContain('Nothing could be measured');
  });

  it('marks a degraded row in words, says why, and what it means', () => {
    const agreement = { inputs: 32, cosine: 0.9, sqnrDb: 9.04, maxAbsError: 1, top1Agreement: null };
    const fidelity = judgeFidelity(agreement, null, { minSqnrDb: 20, minTop1Agreement: null });
    const reasons = fidelity.shortfalls.map((text) => `degraded: ${text}`);
    const text = runText(
      sampleRecord({ rows: [sampleRow(), sampleRow({ precision: 'pruned-50', fidelity, reasons })] }),
      null,
    );
    expect(text).toMatch(/pruned-50 .*│ 9 dB degraded │/);
    expect(text).toContain('silero-vad pruned-50 cpu: degraded: SQNR 9.0 dB, below the bound of 20 dB.');
    expect(text).toContain('stand behind all that hold');
    expect(runText(sampleRecord(), null)).not.toContain('egraded');
  });

  it('says what each precision saves against fp32, where the rounds tell them apart', () => {
    const task = { passed: true, detail: 'read all lines' };
    const agreement = { inputs: 32, cosine: 1, sqnrDb: 40, maxAbsError: 0, top1Agreement: 1 };
    const fidelity = judgeFidelity(agreement, task, null);
    const saving = (changes: Partial<AgainstFp32>): AgainstFp32 => ({
      ...{ ratio: 0.6, interval: [0.55, 0.65], separated: true },
      ...changes,
    });
    const rows = [
      sampleRow({ precision: 'fp16', fidelity, againstFp32: saving({}) }),
      sampleRow({
        precision: 'int4',
        againstFp32: saving({ interval: [0.5, 1.1], separated: false }),
      }),
    ];
    const text = runText(sampleRecord({ rows }), null);
    expect(text).toContain(
      '- silero-vad fp16 cpu: 40.0 % fewer joules than fp32 (35.0 … 45.0 %), same task answer.',
    );
    expect(text).toContain('- silero-vad int4 cpu: not separated from fp32 (−50.0 % … +10.0 % joules).');
  });

  it('gives figures per token, and says which weights are synthetic', () => {
    const work = { unit: 'token', perInference: 128 } as const;
    const rows = [
      sampleRow({ model: 'llama-135m', modelKind: 'architecture', work, netJ: 1.28, ci95: null }),
    ];
    const text = runText(sampleRecord({ rows }), null);
    expect(text).toContain('llama-135m fp32 cpu: 10.0 mJ net per token, 128 tokens an inference.');
    expect(text).toContain('Synthetic weights: llama-135m. Energy and latency are those of the architecture');
    expect(runText(sampleRecord(), null)).not.toContain('ynthetic');
  });

  it('says how far an interrupted run came', () => {
    expect(runText(sampleRecord({ state: 'interrupted' }), null)).toContain('interrupted in its round 3');
    const none = sampleRecord({ state: 'interrupted', rows: [] });
    expect(runText(none, null)).toContain('interrupted in its preparation');
    expect(runText(none, null)).toContain('No configuration was run.');
  });

  it('lets no text of the record steer the terminal', () => {
    const record = sampleRecord({
      rows: [sampleRow({ model: 'x\u001b[2J', reasons: ['\u001b]0;title\u0007'] })],
    });
    record.machine.cpuModel = 'cpu\u001b[31m';
    // Line breaks are the only control characters.
    expect(
      runText(record, null)
        .match(/\p{Cc}/gu)!
        .every((sign) => sign === '\n'),
    ).toBe(true);
  });
});

describe('runCsv', () => {
  it('holds the unrounded figures under the names of the record', () => {
    const [header, first] = runCsv(sampleRecord())
      .split('\r\n')
      .map((line) => line.split(','));
    const cell = (name: string) => first![header!.indexOf(name)];
    expect(cell('netJ')).toBe('0.0641');
    expect(cell('ci95HighJ')).toBe('0.065');
    expect(cell('latencyP99Ms')).toBe('12.1');
    expect(cell('runId')).toBe('0123456789abcdef');
    expect(cell('synthetic')).toBe('false');
    expect([cell('workUnit'), cell('workPerInference'), cell('modelKind')]).toEqual([
      'inference',
      '1',
      'trained',
    ]);
    // Not compared with fp32: unknown, and not 0 or false.
    expect([cell('sqnrDb'), cell('fidelityHolds'), cell('taskPassed')]).toEqual(['', '', '']);
  });
});

describe('runMarkdown', () => {
  it('holds the ranking and the sentences', () => {
    const markdown = runMarkdown(sampleRecord({ rows: [estimated], meters: [unavailable] }));
    expect(markdown).toContain('| 1 | silero-vad | fp32 | cpu | 64.1 | 63.2 … 65.0 | 105 |');
    expect(markdown).toContain('the joules are not measured');
  });
});
