import { homedir, hostname, userInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { judgeFidelity } from '#core/fidelity.ts';
import { parseLine } from '#core/leaderboard/line.ts';
import { WITHHELD } from '#core/leaderboard/public-text.ts';
import { submissionsOf } from '#core/leaderboard/submission.ts';
import { fallback, sampleAdapter, SWIFTSHADER } from '#test/support/sample-ran.ts';
import { sampleRecord, sampleRow, sampleWindow } from '#test/support/sample-record.ts';

describe('submissionsOf', () => {
  it('gives one valid line for each measured row', () => {
    const { entries, refused } = submissionsOf(sampleRecord());
    expect(refused).toEqual([]);
    expect(entries.map(({ label }) => label)).toEqual([
      'silero-vad, fp32, cpu, 2 threads, batch 1',
      'silero-vad, int8-dynamic, cpu, 2 threads, batch 1',
    ]);
    for (const { id, line, submission } of entries) {
      expect(line).not.toMatch(/[\r\n]/);
      expect(parseLine(line)).toEqual({ ok: true, submission });
      expect(submission.id).toBe(id);
    }
  });

  it('gives the same bytes at each call, and after the record has been through its file', () => {
    const record = sampleRecord();
    const lines = (of: typeof record) => submissionsOf(of).entries.map(({ line }) => line);
    const first = lines(record);
    expect(lines(record)).toEqual(first);
    expect(lines(JSON.parse(JSON.stringify(record)))).toEqual(first);
  });

  it('carries the raw windows, the meter, the rules and the conditions', () => {
    const row = sampleRow({
      windows: [
        sampleWindow({ kind: 'idle', temperatureC: 40 }),
        sampleWindow({ round: 1, flags: ['disturbed'] }),
        sampleWindow({ round: 1, temperatureC: 61 }),
        sampleWindow({ round: 2 }),
      ],
    });
    const record = sampleRecord({ rows: [row] });
    const { submission } = submissionsOf(record).entries[0]!;
    expect(submission.windows).toEqual(row.windows);
    expect(submission.meter.id).toBe('rapl-powercap');
    expect(submission.constants).toEqual(record.plan.constants);
    expect(submission.conditions).toEqual({
      rounds: 2,
      measureWindows: 3,
      flagged: { disturbed: 1 },
      temperatureC: { min: 40, max: 61 },
    });
    expect(submission.signature).toBeNull();
  });

  it('names the card that did the work where two of one kind were metered', () => {
    const [rapl] = sampleRecord().meters;
    const cardOf = (number: number, deviceName: string) => ({
      ...rapl!,
      ...{
        status: 'used' as const,
        id: `nvml:${number}`,
        domains: ['gpu' as const],
        summed: ['gpu' as const],
      },
      ...{ deviceName, lastReading: null, tier: 'counter' as const },
    });
    const meters = [cardOf(0, 'NVIDIA GeForce RTX 3060'), cardOf(1, 'NVIDIA GeForce RTX 4090')];
    const row = sampleRow({
      ...{ provider: 'cuda', device: 'gpu', domains: ['gpu'], placement: { cuda: 1 } },
      adapter: sampleAdapter({ name: 'GeForce RTX 4090' }),
    });
    const { entries } = submissionsOf(sampleRecord({ meters: meters as never, rows: [row] }));
    expect(entries.map(({ submission }) => submission.meter.id)).toEqual(['nvml:1']);
  });

  it('names the meter that sums what the energy covers, not one that also reports it', () => {
    const [rapl] = sampleRecord().meters;
    const own = { ...rapl!, id: 'soc', domains: ['package', 'gpu'], summed: ['package'] };
    const card = { ...rapl!, id: 'nvml:0', domains: ['gpu'], summed: ['gpu'] };
    const row = sampleRow({ provider: 'cuda', device: 'gpu', domains: ['gpu'], placement: { cuda: 1 } });
    const { entries } = submissionsOf(sampleRecord({ meters: [own, card] as never, rows: [row] }));
    expect(entries.map(({ submission }) => submission.meter.id)).toEqual(['nvml:0']);
  });

  it('rounds the memory to GiB', () => {
    expect(submissionsOf(sampleRecord()).entries[0]!.submission.device.memoryGiB).toBe(15);
  });

  it('lets no personal data into a line, whichever text of the record holds it', () => {
    const record = sampleRecord();
    const planted = {
      hostname: 'planted-host',
      user: 'planted-user',
      serial: 'planted-serial',
      mac: 'de:ad:be:ef:00:01',
      locale: 'planted-locale',
    };
    const path = '/home/planted-user/models/private.onnx';
    Object.assign(record, planted);
    Object.assign(record.machine, planted);
    Object.assign(record.software, planted);
    Object.assign(record.plan, { folder: path });
    Object.assign(record.meters[0]!, { ...planted, source: `${path} (replaced)`, deviceName: path });
    const row = record.rows[0]!;
    Object.assign(row, planted, {
      adapter: {
        ...sampleAdapter({
          name: 'Card, serial planted-42',
          vendor: 'planted-user@planted.example',
          evidence: `${path} names planted`,
        }),
        ...planted,
      },
      fallbacks: [{ ...fallback(path, 0.1), ...planted }],
      reasons: [`cannot read ${path}`, 'see C:\\Users\\planted-user\\x'],
      fidelity: {
        inputs: 1,
        cosine: 1,
        sqnrDb: null,
        maxAbsError: 0,
        top1Agreement: null,
        task: { passed: true, detail: `read ${path}` },
        bounds: null,
        holds: false,
        shortfalls: [`wrong answer: read ${path}`],
      },
    });
    Object.assign(row.windows[1]!, planted);
    record.events.push({ atS: 1, kind: 'notice', text: path });
    const { line, submission } = submissionsOf(record).entries[0]!;
    for (const secret of ['planted', 'de:ad', 'private.onnx']) expect(line).not.toContain(secret);
    expect(submission.reasons).toEqual([WITHHELD, WITHHELD]);
    expect(submission.meter).toMatchObject({ source: WITHHELD, deviceName: WITHHELD });
    expect(submission.adapter).toMatchObject({ name: WITHHELD, vendor: WITHHELD, evidence: WITHHELD });
    expect(submission.fallbacks).toEqual([fallback(WITHHELD, 0.1)]);
  });

  it('takes rows whose device is unverified or software, and says so', () => {
    const unverified = sampleAdapter({ verified: false, evidence: 'WebNN names no adapter' });
    const reasons = ['not verified that it computed on npu: WebNN names no adapter'];
    const rows = [
      sampleRow({
        provider: 'webnn',
        unit: 'npu',
        device: 'npu',
        adapter: unverified,
        deviceVerified: false,
        reasons,
      }),
      sampleRow({ provider: 'webgpu', adapter: SWIFTSHADER, spinning: false }),
      sampleRow({ provider: 'webgpu', ranAs: 'cpu', placement: { webgpu: 0.1, cpu: 0.9 } }),
    ];
    const { entries, refused } = submissionsOf(sampleRecord({ rows }));
    expect(refused).toEqual([]);
    expect(entries.map(({ label }) => label)).toEqual([
      'silero-vad, fp32, webnn:npu (unverified), 2 threads, batch 1',
      'silero-vad, fp32, webgpu (software: SwiftShader), no spinning, 2 threads, batch 1',
      'silero-vad, fp32, cpu (via webgpu), 2 threads, batch 1',
    ]);
    expect(entries[0]!.submission).toMatchObject({ deviceVerified: false, adapter: unverified, reasons });
    expect(entries[2]!.submission).toMatchObject({ ranAs: 'cpu', placement: { webgpu: 0.1, cpu: 0.9 } });
    for (const { line, submission } of entries) expect(parseLine(line)).toEqual({ ok: true, submission });
  });

  it('holds nothing of the person and machine that the test runs on', () => {
    const { line } = submissionsOf(sampleRecord()).entries[0]!;
    const words = new Set(line.split(/[^\p{L}\p{N}_.-]+/u));
    expect(words).not.toContain(hostname());
    expect(words).not.toContain(userInfo().username);
    expect(line).not.toContain(homedir());
  });

  it('refuses a synthetic record as a whole', () => {
    const { entries, refused } = submissionsOf(sampleRecord({ synthetic: true }));
    expect(entries).toEqual([]);
    expect(refused).toHaveLength(2);
    expect(refused[0]!.reason).toContain('synthetic');
  });

  it('refuses a record whose run has not ended', () => {
    const { entries, refused } = submissionsOf(sampleRecord({ state: 'running' }));
    expect(entries).toEqual([]);
    expect(refused[0]!.reason).toContain('has not ended');
  });

  it('refuses failed and incomplete rows with their own reasons', () => {
    const rows = [
      sampleRow({ verdict: 'failed', reasons: ['the worker was killed by SIGKILL'] }),
      sampleRow({ verdict: 'incomplete', reasons: ['no meter covers the GPU'] }),
    ];
    const { entries, refused } = submissionsOf(sampleRecord({ rows }));
    expect(entries).toEqual([]);
    expect(refused.map(({ reason }) => reason)).toEqual([
      'the configuration is failed: the worker was killed by SIGKILL',
      'the configuration is incomplete: no meter covers the GPU',
    ]);
  });

  it('refuses a row whose answers are wrong, however frugal', () => {
    const task = { passed: false, detail: 'read "x" for "hello"' };
    const agreement = { inputs: 1, cosine: 0.1, sqnrDb: 0, maxAbsError: 1, top1Agreement: 0 };
    const fidelity = judgeFidelity(agreement, task, null);
    const { entries, refused } = submissionsOf(sampleRecord({ rows: [sampleRow({ fidelity })] }));
    expect(entries).toEqual([]);
    expect(refused[0]!.reason).toBe('its answers are wrong: read "x" for "hello"');
  });

  it('names what a row lacks', () => {
    const rows = [sampleRow({ netJ: null, ci95: null, variantSha256: null })];
    const { refused } = submissionsOf(sampleRecord({ rows }));
    expect(refused[0]!.reason).toBe(
      'the row lacks the hash of the bytes that ran, net energy, the 95 % interval',
    );
  });

  it('refuses a row whose meter the record does not describe', () => {
    const { entries, refused } = submissionsOf(sampleRecord({ rows: [sampleRow({ tier: 'sensor' })] }));
    expect(entries).toEqual([]);
    expect(refused[0]!.reason).toContain('meter');
  });

  it('takes an interrupted run only with the usual rounds', () => {
    const all = sampleRecord({ state: 'interrupted', rows: [sampleRow()] });
    expect(submissionsOf(all).entries).toHaveLength(1);
    const windows = sampleRow().windows.filter((window) => window.round < 3);
    const few = sampleRecord({ state: 'interrupted', rows: [sampleRow({ windows })] });
    expect(submissionsOf(few).refused[0]!.reason).toContain('2 usable rounds of the 3');
  });
});
