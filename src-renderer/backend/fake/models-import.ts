/** Models that the fake takes in and lets go. */
import { Fault, type WireFault } from '#core/errors.ts';
import type { ImportReport } from '#core/imported.ts';
import type { ChosenModel } from '#ipc/calls/models.ts';
import type { ModelSummary, Suite } from '#core/suite.ts';

const REPORT: ImportReport = {
  ...{ id: 'my-net', path: '/home/ada/my-net.onnx', dataFiles: [], sha256: 'c'.repeat(64), bytes: 4_200_000 },
  ...{
    irVersion: 8,
    operatorSets: ['ai.onnx 17'],
    operators: [{ op: 'Conv', count: 12 }],
    parameters: 1_050_000,
  },
  cost: { macs: 310e6, parameters: 1_050_000, bytes: 4_200_000 },
  inputs: [
    {
      spec: { name: 'x', type: 'float32', dims: [1, 3, 224, 224], meaning: 'not known' },
      fileDims: 'batch, 3, ?, ?',
      choices: ['224 (a picture of 224 × 224)'],
      values: 'roughly standard normal',
    },
  ],
  ...{
    defaulted: [],
    outputs: [{ name: 'y', type: 'float32', dims: [1, 10] }],
    classOutput: 'y',
    bounds: null,
  },
  ...{ source: 'made from seed 1', compared: 8, calibrating: 32 },
  precisions: [
    { precision: 'fp16', applies: true, detail: null },
    { precision: 'int4', applies: false, detail: 'no matrix product is large enough' },
  ],
  warnings: ['Its inputs are made: fidelity on real ones may differ.'],
};

export class FakeModels {
  /** What the next import comes to; null: the dialog is closed without a choice. */
  next: ImportReport | WireFault | null = REPORT;
  readonly #removed = new Set<string>();
  readonly #added: ModelSummary[] = [];

  /** The suite with what was taken in, and without what was let go. */
  changed(suite: Suite): Suite {
    return { ...suite, models: [...suite.models, ...this.#added].filter(({ id }) => !this.#removed.has(id)) };
  }

  choose(name: string): ChosenModel {
    return { id: '00000000000000d1', name };
  }

  /** `like`: a model whose other facts the new one has. */
  import(like: ModelSummary): ImportReport | WireFault {
    const next = this.next ?? REPORT;
    if ('id' in next) {
      const { id, sha256, cost } = next;
      const names = { id, title: id, task: 'imported', source: next.path };
      const none = { licences: [], packageLicence: null, weightsLicence: null, inDefaultSuite: false };
      this.#added.push({ ...like, ...names, ...none, sha256, cost, kind: 'imported' });
    }
    return next;
  }

  remove(id: string): WireFault | null {
    if (this.#removed.has(id)) return new Fault('unknown-model', `there is no model "${id}"`).toWire();
    this.#removed.add(id);
    return null;
  }
}
