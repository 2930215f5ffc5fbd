import { describe, expect, it, vi } from 'vitest';
import type { BenchListener } from '#app/bench.ts';
import type { BenchJob } from '#app/bench-messages.ts';
import { ModelImport } from '#app/model-import.ts';
import { ModelJobs } from '#app/model-jobs.ts';
import { Fault } from '#core/errors.ts';
import { NO_WISHES } from '#core/import-wishes.ts';
import type { ImportReport, InspectedModel } from '#core/imported.ts';
import { MODEL_GUARDS } from '#ipc/guards/models.ts';
import type { Places } from '#runner/places.ts';

const places = { dataDir: '/data' } as Places;
const inspected: InspectedModel = { id: 'net', inputs: [], outputs: ['y'] };
const report = { id: 'net' } as ImportReport;
const wishes = { ...NO_WISHES, id: 'mine', shapes: { x: [1, 3] } };

function setUp(isMeasuring = () => false) {
  const benches: { job: BenchJob; listener: BenchListener; kill: () => void }[] = [];
  const steps: string[] = [];
  const jobs = new ModelJobs(isMeasuring);
  const models = new ModelImport({
    startBench: (job, listener) => {
      const bench = { job, listener, kill: vi.fn(), cancel: vi.fn(), pause: vi.fn(), resume: vi.fn() };
      benches.push(bench);
      return bench;
    },
    ...{ places, jobs },
    onStep: (text) => steps.push(text),
  });
  return { models, benches, jobs, steps };
}

describe('ModelImport', () => {
  it('has the file read by a process that it ends', async () => {
    const { models, benches, jobs } = setUp();
    const asked = models.inspect('/home/ada/net.onnx');
    expect(benches[0]!.job).toEqual({ kind: 'inspect', file: '/home/ada/net.onnx' });
    expect(() => jobs.refuseRun()).toThrow('A model is being looked at');
    benches[0]!.listener.onMessage({ kind: 'inspected', model: inspected });
    expect(await asked).toEqual(inspected);
    expect(benches[0]!.kill).toHaveBeenCalledOnce();
    expect(() => jobs.refuseRun()).not.toThrow();
  });

  it('imports with what was wished, and tells each step', async () => {
    const { models, benches, steps } = setUp();
    const asked = models.import('/home/ada/net.onnx', wishes);
    expect(benches[0]!.job).toEqual({ kind: 'import', places, file: '/home/ada/net.onnx', wishes });
    benches[0]!.listener.onMessage({ kind: 'step', text: 'Running it once …' });
    expect(steps).toEqual(['Running it once …']);
    expect(benches[0]!.kill).not.toHaveBeenCalled();
    benches[0]!.listener.onMessage({ kind: 'imported', report });
    expect(await asked).toEqual(report);
  });

  it('ends the process at once when it is stopped, and is free for the next', async () => {
    const { models, benches, jobs } = setUp();
    const asked = models.import('/home/ada/net.onnx', wishes);
    const stopped = models.cancel();
    expect(benches[0]!.kill).toHaveBeenCalled();
    expect(() => jobs.refuseRun()).toThrow('A model is being imported');
    benches[0]!.listener.onExit('killed by SIGTERM');
    await expect(asked).rejects.toMatchObject({ code: 'interrupted' });
    await stopped;
    expect(() => jobs.refuseRun()).not.toThrow();
    // Nothing is under way any more.
    await models.cancel();
    const again = models.inspect('/home/ada/net.onnx');
    benches[1]!.listener.onMessage({ kind: 'inspected', model: inspected });
    expect(await again).toEqual(inspected);
  });

  it('passes on why it failed, and says when its process died', async () => {
    const { models, benches } = setUp();
    const fault = new Fault('model-corrupt', 'it is no ONNX model').toWire();
    const refused = models.import('/home/ada/letter.onnx', wishes);
    benches[0]!.listener.onMessage({ kind: 'failed', fault });
    await expect(refused).rejects.toMatchObject({ code: 'model-corrupt', message: 'it is no ONNX model' });
    const dead = models.import('/home/ada/net.onnx', wishes);
    benches[1]!.listener.onExit('killed by SIGKILL');
    await expect(dead).rejects.toMatchObject({
      code: 'worker-died',
      message: 'The process that tries the model ended (killed by SIGKILL).',
    });
  });

  it('starts nothing while a benchmark runs, or another job of models', async () => {
    const busy = setUp(() => true);
    await expect(busy.models.inspect('/a.onnx')).rejects.toMatchObject({ code: 'run-in-progress' });
    const { models, benches } = setUp();
    void models.import('/a.onnx', wishes);
    await expect(models.import('/b.onnx', wishes)).rejects.toMatchObject({ code: 'run-in-progress' });
    expect([busy.benches, benches].map(({ length }) => length)).toEqual([0, 1]);
  });
});

describe('the guard of importModel', () => {
  const id = '0123456789abcdef';
  const accepts = (changes: object, model = id): boolean =>
    MODEL_GUARDS.importModel.safeParse([model, { ...NO_WISHES, ...changes }]).success;

  it('takes what a form can say', () => {
    expect(accepts({})).toBe(true);
    const said = { id: 'mine', shapes: { x: [1, 0, 64], s: [] }, inputs: id, normalisation: 'imagenet' };
    expect(accepts({ ...said, classes: 'none', minSqnrDb: -3.5 })).toBe(true);
  });

  it.each([
    { id: '' },
    { shapes: { x: [1.5] } },
    { shapes: { x: [-1] } },
    { shapes: { x: 'batch' } },
    { inputs: '/etc/passwd' },
    { normalisation: 'none' },
    { classes: '' },
    { minSqnrDb: NaN },
    { minSqnrDb: '20' },
    { file: '/etc/passwd' },
  ])('refuses %o', (changes) => {
    expect(accepts(changes)).toBe(false);
  });

  it('refuses a path in place of an id', () => {
    expect(accepts({}, '/home/ada/net.onnx')).toBe(false);
    expect(MODEL_GUARDS.chooseInputs.safeParse(['/home/ada']).success).toBe(false);
  });
});
