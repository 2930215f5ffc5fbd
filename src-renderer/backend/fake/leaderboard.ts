/** Leaderboards that the fake has: each shows another state. The page's own tests choose among them. */
import { Fault, type WireFault } from '#core/errors.ts';
import { isWanted } from '#core/leaderboard/filter.ts';
import { rankBoards, type CheckedLine } from '#core/leaderboard/rank.ts';
import type {
  BoardQuery,
  BoardSource,
  BoardView,
  LeaderboardCalls,
  LeaderboardEvents,
  RevokeRequest,
  VerifyReport,
} from '#ipc/calls/leaderboard.ts';
import type { Backend } from '../backend.ts';
import { given, refused } from './reply.ts';
import { fakeLines, OWN_CLI_KEY, OWN_KEY } from './leaderboard-entries.ts';
import type { Scene } from './scenes.ts';

type BoardPart = Pick<Backend, keyof LeaderboardCalls>;

const file = (id: string, name: string): BoardSource => ({
  ...{ id, kind: 'file', name, folder: 'shared', isTarget: false, canBeTarget: true },
});
const TEAM = file('00000000000000c1', 'team.jsonl');
const HUGE = file('00000000000000c2', 'everyone.jsonl');
const BROKEN = file('00000000000000c3', 'packed.jsonl');
const EMPTY = file('00000000000000c4', 'empty.jsonl');
const FOLDER: BoardSource = { ...file('00000000000000c5', 'boards'), kind: 'folder', canBeTarget: false };
const ADDRESS: BoardSource = {
  ...file('00000000000000c6', 'https://boards.example/public.jsonl'),
  ...{ kind: 'address', folder: null, canBeTarget: false },
};

const FAULTS: Readonly<Record<string, WireFault>> = {
  [BROKEN.id]: new Fault('file-unreadable', '/srv/shared/packed.jsonl is compressed (gzip)', {
    remedy: 'Unpack it first.',
  }).toWire(),
  [ADDRESS.id]: new Fault(
    'source-unreachable',
    'cannot fetch https://boards.example/public.jsonl: getaddrinfo ENOTFOUND boards.example',
  ).toWire(),
};

const INTERRUPTED = new Fault('interrupted', 'Reading the board was stopped.', {
  remedy: 'Nothing was changed.',
}).toWire();

export class FakeLeaderboards implements BoardPart {
  recent: BoardSource[] = [];
  /** Boards are read only when `answer` is called. */
  waits = false;
  /** What the system's dialogs and a drop give. */
  next: BoardSource | null = TEAM;
  stamp = '1';
  readonly queries: BoardQuery[] = [];
  readonly revoked: RevokeRequest[] = [];
  readonly copied: string[] = [];
  readonly #scene: Scene;
  readonly #say: (progress: LeaderboardEvents['boardProgress']) => void;
  #waiting: { answer(): void; stop(): void }[] = [];
  #lines = new Map<string, CheckedLine[]>();

  constructor(scene: Scene, say: (progress: LeaderboardEvents['boardProgress']) => void) {
    this.#scene = scene;
    this.#say = say;
  }

  /** All boards, one of each state. */
  knowAll(): void {
    this.recent = [TEAM, HUGE, FOLDER, ADDRESS, BROKEN, EMPTY];
  }

  answer(): void {
    for (const { answer } of this.#waiting.splice(0)) answer();
  }

  progress(lines: number): void {
    this.#say({ sourceId: TEAM.id, lines });
  }

  listBoards(): ReturnType<Backend['listBoards']> {
    return given(this.recent);
  }

  chooseBoard(): ReturnType<Backend['chooseBoard']> {
    return given(this.next === null ? null : this.#use(this.next));
  }

  openBoardAddress(address: string): ReturnType<Backend['openBoardAddress']> {
    if (!/^https?:\/\//.test(address)) {
      return refused(new Fault('source-unreachable', 'This is not an address of a board.').toWire());
    }
    return given(this.#use({ ...ADDRESS, name: address }));
  }

  /** A file that is dropped. */
  drop(): BoardSource {
    return this.#use(this.next ?? TEAM);
  }

  forgetBoard(id: string): ReturnType<Backend['forgetBoard']> {
    this.recent = this.recent.filter((source) => source.id !== id);
    return given(this.recent);
  }

  makeBoardTarget(id: string): ReturnType<Backend['makeBoardTarget']> {
    this.recent = this.recent.map((source) => ({ ...source, isTarget: source.id === id }));
    return given(this.recent);
  }

  async browseBoard(id: string, query: BoardQuery): ReturnType<Backend['browseBoard']> {
    this.queries.push(query);
    if (!(await this.#wait())) return refused(INTERRUPTED);
    const fault = FAULTS[id];
    return fault === undefined ? given(this.#view(id, query)) : refused(fault);
  }

  async verifyBoard(): ReturnType<Backend['verifyBoard']> {
    return (await this.#wait()) ? given(REPORT) : refused(INTERRUPTED);
  }

  copyBoardLine(_id: string, submissionId: string): ReturnType<Backend['copyBoardLine']> {
    this.copied.push(submissionId);
    return given(null);
  }

  stampBoard(): ReturnType<Backend['stampBoard']> {
    return given(this.stamp);
  }

  exportBoard(_id: string, _query: BoardQuery, format: string): ReturnType<Backend['exportBoard']> {
    return given(`/home/ada/leaderboard.${format}`);
  }

  leaveBoard(): ReturnType<Backend['leaveBoard']> {
    for (const { stop } of this.#waiting.splice(0)) stop();
    return given(null);
  }

  revokeLine(request: RevokeRequest): ReturnType<Backend['revokeLine']> {
    this.revoked.push(request);
    this.stamp += '+';
    const lines = this.#linesOf(request.sourceId);
    this.#lines.set(
      request.sourceId,
      lines.filter(({ submission }) => submission.id !== request.submissionId),
    );
    return given(JSON.stringify({ schema: 'joulemark.revocation/1', submissionId: request.submissionId }));
  }

  #use(source: BoardSource): BoardSource {
    this.recent = [source, ...this.recent.filter(({ id }) => id !== source.id)];
    return source;
  }

  /** False: it was stopped. */
  #wait(): Promise<boolean> {
    if (!this.waits) return Promise.resolve(true);
    return new Promise((resolve) =>
      this.#waiting.push({ answer: () => resolve(true), stop: () => resolve(false) }),
    );
  }

  #linesOf(id: string): CheckedLine[] {
    const known = this.#lines.get(id);
    if (known !== undefined) return known;
    const record = this.#scene.events.findLast((event) => 'record' in event)?.record;
    if (record === undefined || id === EMPTY.id) return [];
    const lines =
      id === HUGE.id
        ? fakeLines(record, 10_000)
        : [
            ...fakeLines(record, 24),
            ...fakeLines(record, 6, { seed: 8, tier: 'estimate' }),
            ...fakeLines(record, 9, { seed: 9, model: 'ppocr-rec' }),
          ];
    this.#lines.set(id, lines);
    return lines;
  }

  #view(id: string, query: BoardQuery): BoardView {
    const lines = this.#linesOf(id).filter((line) => isWanted(line, query.filter));
    const keep = query.everyRun ? 'all' : 'newest';
    const boards = rankBoards(lines, { keep, best: query.best });
    const [most] = boards.toSorted((a, b) => b.entries.length - a.entries.length);
    const board = boards.find(({ key }) => key === query.key) ?? most ?? null;
    const isTeam = id === TEAM.id;
    return {
      heads: boards.map(({ entries: _, ...head }) => head),
      boardCount: boards.length,
      board: board && { ...board, entries: board.entries.slice(0, query.top) },
      dropped: isTeam ? { altered: 2, implausible: 1, revoked: 1 } : {},
      isCut: false,
      unreadable: isTeam ? 2 : 0,
      problems: isTeam
        ? [
            { file: 'team.jsonl', lineNumber: 14, reason: 'is torn: it begins like a line but does not end' },
            {
              file: 'team.jsonl',
              lineNumber: 31,
              reason: 'is a submission of a newer version (joulemark.submission/3)',
            },
          ]
        : [],
      ownKeys: { all: [OWN_KEY, OWN_CLI_KEY], app: OWN_KEY },
      notices: [],
      stamp: this.stamp,
    };
  }
}

const place = (lineNumber: number) => ({ file: 'team.jsonl', lineNumber });

const REPORT: VerifyReport = {
  files: 1,
  lines: 45,
  states: { verified: 24, unsigned: 15, altered: 2, implausible: 1, unreadable: 2 },
  repeated: 1,
  doubtful: [
    {
      ...place(7),
      ...{ state: 'altered', id: 'a'.repeat(64), signer: null },
      reasons: ['the id does not match the contents: the line was altered'],
    },
    {
      ...place(19),
      ...{ state: 'altered', id: 'b'.repeat(64), signer: 'Grace' },
      reasons: ['results.netJ is 0.0001, and 0.0009 follows from the windows'],
    },
    {
      ...place(22),
      ...{ state: 'implausible', id: 'c'.repeat(64), signer: '9ace9ace9ace…' },
      reasons: [
        'in window 3 the counter moved by 0 steps, in 1 s at 12 W',
        'two rounds have the same energy to the last digit',
      ],
    },
    {
      ...place(14),
      ...{ state: 'unreadable', id: null, signer: null },
      reasons: ['is torn: it begins like a line but does not end'],
    },
    {
      ...place(31),
      ...{ state: 'unreadable', id: null, signer: null },
      reasons: ['is a submission of a newer version (joulemark.submission/3)'],
    },
    { ...place(3), ...{ state: 'unsigned', id: 'd'.repeat(64), signer: null }, reasons: [] },
  ],
  revoked: [
    {
      ...place(12),
      id: 'e'.repeat(64),
      revokedAt: '2026-11-20T08:00:00.000Z',
      reason: 'The fan was blocked.',
    },
  ],
  idleRevocations: [],
  listedAtMost: 200,
};
