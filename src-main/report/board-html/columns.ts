/** The columns of a board's table: what each says of an entry, and by what it is sorted. */
import { adapterWords } from '#core/format/adapter.ts';
import { fidelityText } from '#core/format/fidelity.ts';
import { millijouleInterval, millijoules, milliseconds } from '#core/format/figures.ts';
import { STATE_SIGNS, VERDICT_SIGNS, type Judged } from '#core/format/judgement.ts';
import { shareText } from '#core/placement-judge.ts';
import type { BoardEntry, ListedSubmission } from '#core/leaderboard/rank.ts';
import { placedText } from '../placed-columns.ts';
import { markup, named, NOTHING, type Html } from '../html/html.ts';

export interface Shown {
  readonly entry: BoardEntry;
  /** Another entry has the same rank. */
  readonly shared: boolean;
  readonly whisker: (interval: readonly [number, number]) => Html;
}

export interface Column {
  readonly head: string;
  /** Beneath the head; empty: none. */
  readonly unit: string;
  readonly kind: 'number' | 'text';
  readonly cell: (shown: Shown) => Html;
  /** Sorted by this number; absent: by the cell's text. null: not known, and always last. */
  readonly value?: (entry: BoardEntry) => number | null;
}

const small = (content: Html | string): Html => markup`<small>${content}</small>`;

function text(head: string, cell: (submission: ListedSubmission, shown: Shown) => Html): Column {
  return { head, unit: '', kind: 'text', cell: (shown) => cell(shown.entry.submission, shown) };
}

function figure(
  head: string,
  unit: string,
  value: (submission: ListedSubmission) => number,
  format: (value: number) => string,
): Column {
  return {
    head,
    unit,
    kind: 'number',
    value: ({ submission }) => value(submission),
    cell: ({ entry }) => markup`${format(value(entry.submission))}`,
  };
}

const rank: Column = {
  head: 'Rank',
  unit: '',
  kind: 'number',
  value: ({ rank: place }) => place,
  cell: ({ entry, shared }) =>
    shared
      ? markup`<span>${entry.rank}<span aria-hidden="true"> =</span><i>, shared</i></span>`
      : markup`${entry.rank}`,
};

const device = text('Device', ({ device: { cpuModel, osName, osRelease, memoryGiB } }) => {
  const system = [osName, osRelease].filter((part) => part !== null).join(' ');
  const memory = memoryGiB === null ? NOTHING : markup`, ${memoryGiB} GiB`;
  return markup`${named(cpuModel ?? 'unknown processor')}${small(markup`${named(system)}${memory}`)}`;
});

const precision = text('Precision', ({ configuration }) => markup`${configuration.precision}`);

const provider = text('Provider', (submission) => {
  const { configuration, adapter, placement } = submission;
  const threads = configuration.threads === 1 ? '1 thread' : `${configuration.threads} threads`;
  const onGpu = configuration.device === 'cpu' ? [] : [configuration.device.toUpperCase()];
  const adapterName = adapter === null ? null : adapterWords(adapter);
  // One share alone is all of it, which the provider's name says already.
  const shares = Object.entries(placement);
  const placed =
    shares.length < 2
      ? []
      : shares.map(([name, share]) => `${name} ${shareText(share)}`.replaceAll(' ', '\u00a0'));
  const notes = [...onGpu, ...placed, threads].join(', ');
  const placedAs = placedText({ ...submission, ...configuration });
  return markup`${named(placedAs)}${small(markup`${adapterName === null ? NOTHING : markup`${named(adapterName)}, `}${named(notes)}`)}`;
});

const net: Column = {
  head: 'Net energy',
  unit: 'mJ, 95\u00a0% interval',
  kind: 'number',
  value: ({ submission }) => submission.results.netJ,
  cell: ({ entry, whisker }) => {
    const { results, configuration } = entry.submission;
    const { unit, perInference } = configuration.work;
    const perUnit = `${millijoules(results.netJ / perInference)} mJ a ${unit}`;
    const each = unit === 'inference' ? NOTHING : small(perUnit);
    return markup`<b>${millijoules(results.netJ)}</b
      >${whisker(results.ci95)}${small(millijouleInterval(results.ci95))}${each}`;
  },
};

const judged = ({ sign, tone }: Judged, word: string): Html =>
  markup`<span class="${tone}"><span aria-hidden="true">${sign}</span> ${word}</span>`;

/** A word, and the reasons for it where there are some, for who wants to know. */
function explained(word: Html, reasons: readonly string[]): Html {
  if (reasons.length === 0) return word;
  return markup`<details>
    <summary>${word}</summary>
    ${reasons.map((reason) => markup`<p>${named(reason)}</p>`)}
  </details>`;
}

const fidelity = text('Fidelity', (submission, { entry }) => {
  const words = fidelityText(submission.fidelity).replace(/ (?:✓|degraded)$/, '');
  if (entry.degraded) return markup`${words} ${judged({ sign: '▽', tone: 'bad' }, 'degraded')}`;
  return submission.fidelity?.holds === true ? judged({ sign: '✓', tone: 'good' }, words) : markup`${words}`;
});

const verdict = text('Verdict', ({ verdict: word, reasons }) =>
  explained(judged(VERDICT_SIGNS[word], word), reasons),
);

const check = text('Verified', (_submission, { entry }) => {
  const { state, reasons, signedBy } = entry.check;
  const who = signedBy === null ? null : (entry.signedByName ?? `key\u00a0${signedBy.slice(0, 8)}`);
  // That nobody signed it, the word says.
  const more = state === 'unsigned' ? [] : reasons;
  return markup`${explained(judged(STATE_SIGNS[state], state), more)}${who === null ? NOTHING : small(named(who))}`;
});

const date = text('Date', ({ startedAt }) => markup`${startedAt.slice(0, 10)}`);

/** The style sets each one's width and, on narrow screens, its label by its place here. */
export const COLUMNS: readonly Column[] = [
  rank,
  device,
  precision,
  provider,
  net,
  figure('Gross', 'mJ', ({ results }) => results.grossJ, millijoules),
  figure('Median', 'ms', ({ results }) => results.latencyMs.median, milliseconds),
  figure('p99', 'ms', ({ results }) => results.latencyMs.p99, milliseconds),
  fidelity,
  verdict,
  check,
  text('Tier', ({ tier }) => markup`${tier}`),
  date,
];

/** The column that names the row. */
const NAMING = COLUMNS.indexOf(device);

export function tableRow(shown: Shown): Html {
  const cells = COLUMNS.map((column, index) => {
    const content = column.cell(shown);
    const number = column.value?.(shown.entry) ?? null;
    const value = number === null ? NOTHING : markup` data-v="${number}"`;
    return index === NAMING ? markup`<th scope="row">${content}</th>` : markup`<td${value}>${content}</td>`;
  });
  return markup`<tr${shown.entry.degraded ? markup` class="degraded"` : NOTHING}>${cells}</tr>\n`;
}

export function headRow(): Html {
  const cells = COLUMNS.map(({ head, unit, kind }, index) => {
    const sorted = index === 0 ? markup` aria-sort="ascending"` : NOTHING;
    const below = unit === '' ? NOTHING : markup` <small>${unit}</small>`;
    return markup`<th scope="col" data-kind="${kind}" ${sorted}>${head}${below}</th>`;
  });
  return markup`<tr>
    ${cells}
  </tr>`;
}
