/** Models that the fake takes in and lets go. */
import { Fault, type WireFault } from '#core/errors.ts';
import type { ImportWishes } from '#core/import-wishes.ts';
import type { ImportReport, InspectedModel } from '#core/imported.ts';
import type { ModelSummary, Suite } from '#core/suite.ts';
import type { ChosenModel, ModelCalls } from '#ipc/calls/models.ts';
import type { Reply } from '#ipc/reply.ts';
import type { Backend } from '../backend.ts';
import { given, refused } from './reply.ts';

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

const INSPECTED: InspectedModel = {
  id: 'my-net',
  inputs: [
    { name: 'x', type: 'float32', dims: ['batch', 3, 'height', ''] },
    { name: 'mask', type: 'int64', dims: ['batch', 'past + seq'] },
  ],
  outputs: ['y', 'boxes'],
};

const INTERRUPTED = new Fault('interrupted', 'The import was stopped.', {
  remedy: 'Nothing was kept.',
}).toWire();

export class FakeModels implements Pick<Backend, keyof ModelCalls> {
  /** What the next import comes to; null: the dialog is closed without a choice. */
  next: ImportReport | WireFault | null = REPORT;
  /** What the file says, or why it cannot be read. */
  inspected: InspectedModel | WireFault = INSPECTED;
  /** What the dialog for inputs gives; null: it is closed without a choice. */
  nextInputs: string | null = 'pictures';
  /** Whether reading and importing take their time, until `work` is called or they are stopped. */
  waits = false;
  /** What the page asked for, for the tests to look at. */
  readonly asked: { readonly file: string; readonly wishes: ImportWishes }[] = [];
  readonly #say: (text: string) => void;
  readonly #like: ModelSummary | undefined;
  #work: (() => void) | null = null;
  #stop: (() => void) | null = null;
  readonly #names = new Map<string, string>();
  readonly #removed = new Set<string>();
  readonly #added: ModelSummary[] = [];

  /** The suite with what was taken in, and without what was let go. */
  changed(suite: Suite): Suite {
    return { ...suite, models: [...suite.models, ...this.#added].filter(({ id }) => !this.#removed.has(id)) };
  }

  /** `like`: a model whose other facts a new one has. */
  constructor(like: ModelSummary | undefined, say: (text: string) => void) {
    this.#like = like;
    this.#say = say;
  }

  choose(name: string): ChosenModel {
    const id = `00000000000000d${this.#names.size % 10}`;
    this.#names.set(id, name);
    return { id, name };
  }

  /** The import says what it does. */
  say(text: string): void {
    this.#say(text);
  }

  /** What waits is done. */
  work(): void {
    this.#work?.();
  }

  chooseModel(): ReturnType<Backend['chooseModel']> {
    return given(this.next === null ? null : this.choose('my-net.onnx'));
  }

  chooseInputs(): ReturnType<Backend['chooseInputs']> {
    return given(this.nextInputs === null ? null : this.choose(this.nextInputs));
  }

  inspectModel(): ReturnType<Backend['inspectModel']> {
    return this.#answer(() => this.inspected);
  }

  importModel(id: string, wishes: ImportWishes): ReturnType<Backend['importModel']> {
    this.asked.push({ file: this.#names.get(id) ?? '', wishes });
    return this.#answer(() => this.#import());
  }

  cancelImport(): ReturnType<Backend['cancelImport']> {
    this.#stop?.();
    return given(null);
  }

  removeModel(id: string): ReturnType<Backend['removeModel']> {
    if (this.#removed.has(id))
      return refused(new Fault('unknown-model', `there is no model "${id}"`).toWire());
    this.#removed.add(id);
    return given(null);
  }

  async #answer<T extends object>(find: () => T | WireFault): Promise<Reply<T>> {
    if (this.waits && !(await new Promise<boolean>((end) => this.#wait(end)))) return refused(INTERRUPTED);
    const found = find();
    return 'code' in found ? refused(found) : given(found);
  }

  /** `end`: is told whether the work was done, or stopped. */
  #wait(end: (done: boolean) => void): void {
    this.#work = () => end(true);
    this.#stop = () => end(false);
  }

  #import(): ImportReport | WireFault {
    const next = this.next ?? REPORT;
    if ('id' in next && this.#like !== undefined) {
      const { id, sha256, cost } = next;
      const names = { id, title: id, task: 'imported', source: next.path };
      const none = { licences: [], packageLicence: null, weightsLicence: null, inDefaultSuite: false };
      this.#added.push({ ...this.#like, ...names, ...none, sha256, cost, kind: 'imported' });
    }
    return next;
  }
}
