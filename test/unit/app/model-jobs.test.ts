import { describe, expect, it } from 'vitest';
import type { Parts } from '#app/handlers/parts.ts';
import { runHandlers } from '#app/handlers/run.ts';
import { ModelJobs } from '#app/model-jobs.ts';
import { DEFAULT_REQUEST } from '#core/run-request.ts';

const refused = (message: string) =>
  expect.objectContaining({ code: 'run-in-progress', message: expect.stringContaining(message) });

describe('ModelJobs', () => {
  it('refuses every job of models while a benchmark runs', () => {
    const jobs = new ModelJobs(() => true);
    expect(() => jobs.begin('A model is being imported')).toThrow(refused('A benchmark is running'));
    expect(() => jobs.refuseRun()).not.toThrow();
  });

  it('refuses a benchmark and a second job while one is under way, by its name', () => {
    const jobs = new ModelJobs(() => false);
    const end = jobs.begin('Variants are being made');
    expect(() => jobs.refuseRun()).toThrow(refused('Variants are being made; a benchmark waits'));
    expect(() => jobs.begin('A model is being imported')).toThrow(
      refused('Variants are being made; one job'),
    );
    end();
    expect(() => jobs.refuseRun()).not.toThrow();
    expect(() => jobs.begin('A model is being imported')).not.toThrow();
  });

  it('is over when the job has ended, well or not', async () => {
    const jobs = new ModelJobs(() => false);
    let finish = (): void => undefined;
    const job = jobs.during('A model is being imported', () => new Promise<void>((done) => (finish = done)));
    expect(() => jobs.refuseRun()).toThrow(refused('A model is being imported'));
    finish();
    await job;
    expect(() => jobs.refuseRun()).not.toThrow();
    await expect(jobs.during('x', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(() => jobs.refuseRun()).not.toThrow();
  });
});

describe('startRun', () => {
  it('starts nothing while models are worked on', () => {
    const modelJobs = new ModelJobs(() => false);
    const started: unknown[] = [];
    const runs = { start: (request: unknown) => started.push(request) };
    const { startRun } = runHandlers({ runs, modelJobs } as unknown as Parts);
    const end = modelJobs.begin('Variants are being made');
    expect(() => startRun(DEFAULT_REQUEST)).toThrow(refused('Variants are being made'));
    expect(started).toEqual([]);
    end();
    void startRun(DEFAULT_REQUEST);
    expect(started).toEqual([DEFAULT_REQUEST]);
  });
});
