/** One board of the page: its heading, its plot and its table. */
import { LETTERS } from '#core/format/pareto-marks.ts';
import type { Board, BoardEntry } from '#core/leaderboard/rank.ts';
import { headRow, tableRow } from './columns.ts';
import { markup, named, NOTHING, type Html } from '../html/html.ts';
import { paretoPlot, type Drawing } from '../html/pareto-plot.ts';
import { pointsOf, type Point } from './pareto.ts';
import { configurationText, deviceText, figuresText, pointText } from './point-text.ts';
import { whiskers } from '../html/whisker.ts';
import { grouped } from './thousands.ts';

/** `id` is ours, and makes the section's anchor. */
export async function boardSection(board: Board, id: string): Promise<Html> {
  const { entries } = board;
  const drawing = await paretoPlot(pointsOf(entries), {
    label: `Net energy against median latency of ${grouped(entries.length)} entries; the table below has the data.`,
    titleOf: pointText,
  });
  const ranks = new Map<number, number>();
  for (const { rank } of entries) ranks.set(rank, (ranks.get(rank) ?? 0) + 1);
  const whisker = whiskers(entries.map(({ submission }) => submission.results.ci95));
  const rows = entries.map((entry) => tableRow({ entry, whisker, shared: (ranks.get(entry.rank) ?? 0) > 1 }));
  return markup`<section class="board" aria-labelledby="${id}">
    <h2 id="${id}">
      ${named(board.model)}${board.precision === null ? NOTHING : markup` <span>${board.precision}</span>`}
    </h2>
    ${facts(board)} ${drawing === null ? NOTHING : figure(drawing, entries)}
    <div class="scroll">
      <table>
        <caption>
          ${caption(board)}
        </caption>
        <thead>
          ${headRow()}
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section> `;
}

/** What all entries of the board share. */
function facts(board: Board): Html {
  const { scenario, entries } = board;
  const { work, modelKind } = entries[0]?.submission.configuration ?? {};
  const pace = scenario.kind === 'fixed-rate' ? `${scenario.ratePerS} inferences a second` : scenario.kind;
  const listed: readonly (readonly [name: string, value: string])[] = [
    ['Tier', board.tier ?? 'mixed: each row says its own'],
    ['Energy of', board.domains.join(' + ')],
    ['Scenario', pace],
    ['Batch', String(board.batch)],
    ...(work?.unit === 'token' ? ([['An inference', `${work.perInference} tokens`]] as const) : []),
    ...(modelKind === 'architecture' ? ([['Weights', 'synthetic']] as const) : []),
    ['Method', `version ${board.methodVersion}`],
    ['Model', board.modelSha256.slice(0, 12)],
  ];
  return markup`<dl>
    ${listed.map(
      ([name, value]) =>
        markup`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function figure({ picture, frontier, log }: Drawing<Point>, entries: readonly BoardEntry[]): Html {
  const listed = frontier.slice(0, LETTERS.length).map((point, index) => {
    const { entry } = point;
    const name = markup`<b>${LETTERS[index] ?? ''}</b> ${named(deviceText(entry))}`;
    return markup`<li>
      ${name} <span>${named(configurationText(entry))}</span> <span>${figuresText(point)}</span>
    </li>`;
  });
  const left = frontier.length - listed.length;
  const more = left === 0 ? NOTHING : markup`<li>and ${grouped(left)} more</li>`;
  const logs = log.length === 0 ? '' : ` Logarithmic: ${log.join(' and ')}.`;
  const hollow = entries.some(({ degraded }) => degraded) ? ' Hollow: degraded.' : '';
  return markup`<figure>
    ${picture}
    <figcaption>
      <p>On the line, nobody else is both more frugal and faster:</p>
      <ol>
        ${listed}${more}
      </ol>
      <p>Each of the ${grouped(entries.length)} marks has its name as a tooltip and its row in the table.${hollow}${logs}</p>
    </figcaption>
  </figure>`;
}

/** Says how much of the board is here: what is left out must not look as if it were not there. */
function caption({ entries, counts }: Board): string {
  const degraded = counts.degraded === 0 ? '' : `, ${grouped(counts.degraded)} of them degraded`;
  const all = `${grouped(counts.entries)} ${counts.entries === 1 ? 'entry' : 'entries'}${degraded}`;
  if (entries.length >= counts.entries) return all;
  return `The first ${grouped(entries.length)} of ${all}`;
}
