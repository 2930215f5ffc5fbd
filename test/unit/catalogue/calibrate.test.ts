import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { calibrateModel } from '#catalogue/calibrate.ts';
import { Fault } from '#core/errors.ts';
import type { WorkerChannel } from '#core/worker/channel.ts';
import { requestSchema } from '#core/worker/messages.ts';
import { DEFAULT_SETTINGS } from '#precision/settings.ts';
import { model, node, weights } from '#test/support/onnx-models.ts';

const SIZE = 128;
const PRODUCT = model({
  nodes: [node('MatMul', ['x', 'w'], 'y')],
  inputs: { x: [1, SIZE] },
  outputs: { y: 2 },
  initializers: [weights('w', [SIZE, SIZE])],
});
const FEEDS = [{ x: { type: 'float32', dims: [1, SIZE], data: new Float32Array(SIZE) } }] as const;

let cacheDir: string;
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
});
afterEach(() => {
  rmSync(cacheDir, { recursive: true });
});

/** A worker that answers each request as told. */
function answering(answer: (kind: string) => unknown): {
  launch: () => Promise<WorkerChannel>;
  asked: string[];
} {
  const asked: string[] = [];
  const launch = (): Promise<WorkerChannel> => {
    let hear: (message: unknown) => void = () => undefined;
    let exit: (reason: string) => void = () => undefined;
    return Promise.resolve({
      send(message) {
        const { id, kind } = requestSchema.parse(message);
        asked.push(kind);
        queueMicrotask(() => {
          const reply = answer(kind);
          hear(
            reply instanceof Fault
              ? { ok: false, id, fault: reply.toWire() }
              : { ok: true, id, answer: reply },
          );
        });
      },
      onMessage: (listener) => (hear = listener),
      onExit: (listener) => (exit = listener),
      kill: () => {
        exit('killed');
      },
    });
  };
  return { launch, asked };
}

const base = { model: PRODUCT, modelId: 'own', feeds: FEEDS, settings: DEFAULT_SETTINGS } as const;

it('asks for extremes alone where the method needs no more', async () => {
  const { launch, asked } = answering((kind) =>
    kind === 'load' ? { ran: null } : { x_observed: { min: -1, max: 2 } },
  );
  const calibration = await calibrateModel({ ...base, cacheDir, launch });
  expect(calibration.get('x_observed')).toEqual({ min: -1, max: 2, histogram: null });
  expect(asked).toEqual(['load', 'extremes']);
});

it('asks for histograms between the extremes where the method needs them', async () => {
  const { launch, asked } = answering((kind) => {
    if (kind === 'load') return { ran: null };
    return kind === 'extremes' ? { x_observed: { min: -1, max: 2 } } : { x_observed: Float64Array.of(3, 4) };
  });
  const settings = {
    ...DEFAULT_SETTINGS,
    'int8-static': { method: 'entropy', activations: 'symmetric' },
  } as const;
  const calibration = await calibrateModel({ ...base, settings, cacheDir, launch });
  expect(calibration.get('x_observed')?.histogram?.counts).toEqual(Float64Array.of(3, 4));
  expect(asked).toEqual(['load', 'extremes', 'histograms']);
});

it('keeps what was not finite apart from what was', async () => {
  const { launch } = answering((kind) => (kind === 'load' ? { ran: null } : { x_observed: null }));
  const calibration = await calibrateModel({ ...base, cacheDir, launch });
  expect(calibration.get('x_observed')).toEqual({ min: NaN, max: NaN, histogram: null });
});

it('names the model in a fault, and leaves no file behind', async () => {
  const { launch } = answering(() => new Fault('inference-failed', 'no memory'));
  await expect(calibrateModel({ ...base, cacheDir, launch })).rejects.toMatchObject({
    code: 'inference-failed',
    message: 'Calibrating own: no memory',
  });
  expect(readdirSync(cacheDir)).toEqual([]);
});

it('refuses to calibrate on nothing', async () => {
  const { launch, asked } = answering(() => null);
  await expect(calibrateModel({ ...base, feeds: [], cacheDir, launch })).rejects.toMatchObject({
    code: 'calibration-missing',
  });
  expect(asked).toEqual([]);
});
