/** A backend without a machine: what it answers is made up, and tests say what happens on it. */
import { compareRuns } from '#core/compare/compare-runs.ts';
import type { AdviceReport } from '#core/advice.ts';
import { Fault, type WireFault } from '#core/errors.ts';
import type { Preferences, PreferencesChange } from '#core/preferences.ts';
import type { RunRecord } from '#core/record/schema.ts';
import type { DeletableId, PlaceId } from '#ipc/calls/storage.ts';
import type { SubmitRequest, SubmitResult } from '#ipc/calls/submit.ts';
import type { Opened } from '#ipc/calls/open.ts';
import type { Events } from '#ipc/contract.ts';
import type { Reply } from '#ipc/reply.ts';
import type { Backend } from '../backend.ts';
import { FakeExports } from './exports.ts';
import { fakeRatio, entryOf, UNREADABLE } from './history.ts';
import { FakeLeaderboards } from './leaderboard.ts';
import { ALL_WELL } from './advice.ts';
import { FakeModels } from './models-import.ts';
import { NOTHING_SET } from './preferences.ts';
import { given, refused } from './reply.ts';
import { FakeRun } from './run.ts';
import { previewOf, type Scene } from './scenes.ts';
import { FakeOpened, notOurs } from './opened.ts';
import { FakeStorage, readFakePlug } from './storage.ts';
import { FakeVariants } from './variants.ts';

export class FakeBackend implements Backend {
  /** What the page asked for, for the tests to look at. */
  readonly submissions: SubmitRequest[] = [];
  /** What the next choice of a file gives; null: the dialog is closed without one. */
  nextFile: string | null = '/home/ada/joulemark-leaderboard.jsonl';
  /** Why the machine cannot be examined; null: it can. */
  suiteFault: WireFault | null;
  /** Whether the machine takes its time to be examined, until `examined` is called. */
  suiteWaits: boolean;
  /** Whether the machine was examined at a former start. */
  isRemembered: boolean;
  /** What a person has set; tests may put it there before the page opens. */
  preferences: Preferences;
  /** Why nothing can be set; null: it can. */
  preferencesFault: WireFault | null = null;
  readonly exports = new FakeExports();
  /** Why nothing of that can be read; null: it can. */
  settingsFault: WireFault | null;
  readonly storage = new FakeStorage();
  readonly boards: FakeLeaderboards;
  readonly listBoards: Backend['listBoards'] = () => this.boards.listBoards();
  readonly chooseBoard: Backend['chooseBoard'] = () => this.boards.chooseBoard();
  readonly openBoardAddress: Backend['openBoardAddress'] = (...args) => this.boards.openBoardAddress(...args);
  readonly forgetBoard: Backend['forgetBoard'] = (...args) => this.boards.forgetBoard(...args);
  readonly makeBoardTarget: Backend['makeBoardTarget'] = (...args) => this.boards.makeBoardTarget(...args);
  readonly browseBoard: Backend['browseBoard'] = (...args) => this.boards.browseBoard(...args);
  readonly verifyBoard: Backend['verifyBoard'] = () => this.boards.verifyBoard();
  readonly copyBoardLine: Backend['copyBoardLine'] = (...args) => this.boards.copyBoardLine(...args);
  readonly stampBoard: Backend['stampBoard'] = () => this.boards.stampBoard();
  readonly exportBoard: Backend['exportBoard'] = (...args) => this.boards.exportBoard(...args);
  readonly leaveBoard: Backend['leaveBoard'] = () => this.boards.leaveBoard();
  readonly revokeLine: Backend['revokeLine'] = (...args) => this.boards.revokeLine(...args);
  /** What the machine is said to be like before a run. */
  adviceReport: AdviceReport = ALL_WELL;
  readonly run: FakeRun;
  readonly getRun: Backend['getRun'] = () => this.run.getRun();
  readonly startRun: Backend['startRun'] = (...args) => this.run.startRun(...args);
  readonly cancelRun: Backend['cancelRun'] = () => this.run.cancelRun();
  readonly pauseRun: Backend['pauseRun'] = () => this.run.pauseRun();
  readonly resumeRun: Backend['resumeRun'] = () => this.run.resumeRun();
  readonly saveRun: Backend['saveRun'] = () => this.run.saveRun();
  readonly forgetRun: Backend['forgetRun'] = () => this.run.forgetRun();
  readonly opened: FakeOpened;
  /** Name of the file that the dialog for any file gives; null: it is closed without one. */
  nextOpened: string | null = 'grace.joulemark.json';
  readonly models: FakeModels;
  readonly chooseModel: Backend['chooseModel'] = () => this.models.chooseModel();
  readonly chooseInputs: Backend['chooseInputs'] = () => this.models.chooseInputs();
  readonly inspectModel: Backend['inspectModel'] = () => this.models.inspectModel();
  readonly importModel: Backend['importModel'] = (...args) => this.models.importModel(...args);
  readonly cancelImport: Backend['cancelImport'] = () => this.models.cancelImport();
  readonly removeModel: Backend['removeModel'] = (id) => this.models.removeModel(id);
  readonly variants: FakeVariants;
  readonly getVariants: Backend['getVariants'] = () => this.variants.getVariants();
  readonly startVariants: Backend['startVariants'] = (...args) => this.variants.startVariants(...args);
  readonly cancelVariants: Backend['cancelVariants'] = () => this.variants.cancelVariants();
  readonly #scene: Scene;
  readonly #listeners = new Set<(event: keyof Events, payload: never) => void>();
  readonly #written = new Set<string>();
  readonly #waiting: (() => void)[] = [];
  #file: string | null = null;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.run = new FakeRun(scene, (event, payload) => this.#send(event, payload));
    this.opened = new FakeOpened(scene);
    this.models = new FakeModels(scene.suite.models[0], (text) => this.#send('importStep', { text }));
    this.boards = new FakeLeaderboards(scene, (progress) => this.#send('boardProgress', progress));
    this.variants = new FakeVariants(
      () => this.models.changed(scene.suite).models,
      (state) => this.#send('variants', state),
      scene.variantsDone ?? null,
    );
    this.suiteFault = scene.suiteFault ?? null;
    this.settingsFault = scene.settingsFault ?? null;
    this.suiteWaits = scene.suiteWaits ?? false;
    this.isRemembered = scene.isRemembered ?? false;
    this.preferences = { ...NOTHING_SET, welcomed: scene.isFirstStart !== true };
  }

  /** A page is chosen in the menu. */
  navigate(page: Events['navigate']['page']): void {
    this.#send('navigate', { page });
  }

  #send<E extends keyof Events>(event: E, payload: Events[E]): void {
    for (const listener of this.#listeners) listener(event, payload as never);
  }

  /** All that waits for the machine is answered. */
  examined(): void {
    this.suiteWaits = false;
    for (const answer of this.#waiting.splice(0)) answer();
  }

  async getSuite(): ReturnType<Backend['getSuite']> {
    if (this.suiteWaits) await new Promise<void>((answer) => this.#waiting.push(answer));
    return this.suiteFault === null
      ? given(this.models.changed(this.#scene.suite))
      : refused(this.suiteFault);
  }

  getLastSuite(): ReturnType<Backend['getLastSuite']> {
    return given(this.isRemembered ? this.#scene.suite : null);
  }

  listRecords(): ReturnType<Backend['listRecords']> {
    if (!this.storage.has('runs')) return given([]);
    return given([...this.opened.history().map(entryOf), UNREADABLE]);
  }

  loadRecord(key: string): ReturnType<Backend['loadRecord']> {
    const found = this.opened.find(key);
    return found === undefined
      ? refused(new Fault('file-unreadable', `there is no record "${key}"`).toWire())
      : given(found);
  }

  listOpened(): ReturnType<Backend['listOpened']> {
    return given(this.opened.list());
  }

  keepRecord(key: string): ReturnType<Backend['keepRecord']> {
    return given(this.opened.keep(key));
  }

  closeRecord(key: string): ReturnType<Backend['closeRecord']> {
    return given(this.opened.close(key));
  }

  exportRecord(...[request]: Parameters<Backend['exportRecord']>): ReturnType<Backend['exportRecord']> {
    return this.#exported(() => this.exports.exportRecord(request));
  }

  recordText(...[request]: Parameters<Backend['recordText']>): ReturnType<Backend['recordText']> {
    return this.#exported(() => this.exports.recordText(request));
  }

  revealRecord(id: string): ReturnType<Backend['revealRecord']> {
    return this.#exported(() => this.exports.revealRecord(id));
  }

  saveChart(...[chart]: Parameters<Backend['saveChart']>): ReturnType<Backend['saveChart']> {
    return this.#exported(() => this.exports.saveChart(chart));
  }

  exportVariants(...[format]: Parameters<Backend['exportVariants']>): ReturnType<Backend['exportVariants']> {
    return this.#exported(() => this.exports.exportVariants(format));
  }

  variantsText(...[format]: Parameters<Backend['variantsText']>): ReturnType<Backend['variantsText']> {
    return this.#exported(() => this.variants.text(format));
  }

  #exported<T>(task: () => T): Promise<Reply<T>> {
    return this.exports.fault === null ? given(task()) : refused(this.exports.fault);
  }

  compareRecords(keys: readonly string[]): ReturnType<Backend['compareRecords']> {
    const records = keys.map((key) => this.opened.find(key));
    const missing = records.indexOf(undefined);
    return missing < 0
      ? given(compareRuns(records as RunRecord[], fakeRatio))
      : refused(new Fault('file-unreadable', `there is no record "${keys[missing]}"`).toWire());
  }

  openDropped({ name }: Pick<File, 'name'>): Promise<Reply<Opened>> {
    if (name.endsWith('.onnx')) return given({ kind: 'model', model: this.models.choose(name) });
    if (name.endsWith('.jsonl')) return given({ kind: 'board', source: this.boards.drop() });
    const key = name.endsWith('.joulemark.json') ? this.opened.open(name) : notOurs(name);
    return typeof key === 'string' ? given({ kind: 'record', key }) : refused(key);
  }

  openFile(): ReturnType<Backend['openFile']> {
    return this.nextOpened === null ? given(null) : this.openDropped({ name: this.nextOpened });
  }

  takeOpened(): ReturnType<Backend['takeOpened']> {
    return given([]);
  }

  /** The system gives the app a file. */
  async giveFile(name: string): Promise<void> {
    this.#send('opened', await this.openDropped({ name }));
  }

  previewSubmission(): ReturnType<Backend['previewSubmission']> {
    return given(previewOf(this.#scene));
  }

  getLeaderboardFile(): ReturnType<Backend['getLeaderboardFile']> {
    return given(this.#file);
  }

  chooseLeaderboardFile(): ReturnType<Backend['chooseLeaderboardFile']> {
    this.#file = this.nextFile ?? this.#file;
    return given(this.nextFile);
  }

  submit(request: SubmitRequest): ReturnType<Backend['submit']> {
    if (this.#scene.submitFault !== undefined) return refused(this.#scene.submitFault);
    this.submissions.push(request);
    const fresh = request.ids.filter((id) => !this.#written.has(id));
    fresh.forEach((id) => this.#written.add(id));
    const result: SubmitResult = {
      file: this.#file ?? '',
      appended: fresh.length,
      alreadyThere: request.ids.length - fresh.length,
    };
    return given(result);
  }

  getPreferences(): ReturnType<Backend['getPreferences']> {
    return this.settingsFault === null ? given(this.preferences) : refused(this.settingsFault);
  }

  setPreferences(change: PreferencesChange): ReturnType<Backend['setPreferences']> {
    if (this.preferencesFault !== null) return refused(this.preferencesFault);
    this.preferences = { ...this.preferences, ...change };
    return given(this.preferences);
  }

  getStorage(): ReturnType<Backend['getStorage']> {
    return given(this.storage.facts);
  }

  reveal(place: PlaceId): ReturnType<Backend['reveal']> {
    this.storage.revealed.push(place);
    return given(null);
  }

  deleteStored(what: DeletableId): ReturnType<Backend['deleteStored']> {
    if (this.storage.fault !== null) return refused(this.storage.fault);
    if (what === 'settings') {
      this.preferences = { ...NOTHING_SET, welcomed: false };
      this.settingsFault = null;
    }
    return given(this.storage.delete(what));
  }

  tryPlug(address: string): ReturnType<Backend['tryPlug']> {
    const told = readFakePlug(address);
    return 'code' in told ? refused(told) : given(told);
  }

  /** The newest release is the one that the address names after its last slash. */
  checkUpdate(address: string): ReturnType<Backend['checkUpdate']> {
    const newest = address.split('/').at(-1) ?? '';
    const page = 'https://joulemark.example/releases';
    if (newest !== '') return given({ current: '0.1.0', newest, isNewer: newest !== '0.1.0', page });
    return refused(new Fault('source-unreachable', `${address} answered 404`).toWire());
  }

  getAdvice(): ReturnType<Backend['getAdvice']> {
    return given(this.adviceReport);
  }

  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): () => void {
    const relay = (name: keyof Events, payload: never): void => {
      if (name === event) listener(payload);
    };
    this.#listeners.add(relay);
    return () => this.#listeners.delete(relay);
  }
}
