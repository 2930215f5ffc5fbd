/** A run as one page that needs nothing but itself: no network, no JavaScript. */
import { LETTERS } from '#core/format/pareto-marks.ts';
import type { RunRecord } from '#core/record/schema.ts';
import { longText, markup, named, NOTHING, trusted, type Html } from '../html/html.ts';
import { paretoPlot } from '../html/pareto-plot.ts';
import { contentPolicy } from '../html/policy.ts';
import { pageStyle } from '../html/style.ts';
import { repairs, runNotes } from '../run-notes.ts';
import { headingLines, methodOf, repairTitle } from '../run-report.ts';
import { configurationText, pointGroups, pointText, type PointGroup } from './points.ts';
import PAGE_STYLE from './page.css?raw';
import { rowsTable } from './rows-table.ts';

const STYLE = pageStyle(PAGE_STYLE);

/** The same record gives the same bytes. All text of the record is inert in the page. */
export async function runHtml(record: RunRecord): Promise<string> {
  const [title = '', ...heading] = headingLines(record);
  const figures: Html[] = [];
  for (const group of pointGroups(record.rows)) figures.push(await figureOf(group));
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(contentPolicy(STYLE, null))}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Joulemark run ${record.id}</title>
        ${trusted(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <header>
          <h1>${record.synthetic ? 'Synthetic run, not a measurement' : 'Joules per inference'}</h1>
          <p>${longText(title)}</p>
          ${heading.map((line) => markup`<p>${longText(line)}</p>`)}
        </header>
        <main>
          <section aria-labelledby="ranking">
            <h2 id="ranking">Ranking</h2>
            ${record.rows.length === 0 ? markup`<p>No configuration was run.</p>` : rowsTable(record.rows)}
          </section>
          ${figures} ${notes(record)}
        </main>
        <footer>${method(record)}</footer>
      </body>
    </html> `;
  return page.text;
}

async function figureOf({ model, points }: PointGroup): Promise<Html> {
  const drawing = await paretoPlot(points, {
    label: `Net energy against median latency of ${points.length} configurations; the table above has the data.`,
    titleOf: pointText,
  });
  if (drawing === null) return NOTHING;
  const { picture, frontier, log } = drawing;
  const hollow = points.some(({ degraded }) => degraded) ? ' Hollow: degraded.' : '';
  const logs = log.length === 0 ? '' : ` Logarithmic: ${log.join(' and ')}.`;
  return markup`<section>
    <h2>${named(model)} <span>energy against latency</span></h2>
    <figure>
      ${picture}
      <figcaption>
        <p>On the line, nothing else is both more frugal and faster.${hollow}${logs}</p>
        <ul>
          ${frontier.map(
            ({ row }, index) =>
              markup`<li><b>${LETTERS[index] ?? ''}</b> ${named(configurationText(row))}</li>`,
          )}
        </ul>
      </figcaption>
    </figure>
  </section>`;
}

function notes(record: RunRecord): Html {
  const texts = runNotes(record);
  const commands = repairs(record).map(
    ({ id, fix }) => markup`<p>${repairTitle(id)}</p><pre>${longText(fix)}</pre>`,
  );
  if (texts.length === 0 && commands.length === 0) return NOTHING;
  return markup`<section aria-labelledby="notes">
    <h2 id="notes">What to know</h2>
    <ul>
      ${texts.map((text) => markup`<li>${longText(text)}</li>`)}
    </ul>
    ${commands}
  </section>`;
}

function method(record: RunRecord): Html {
  const paragraphs = methodOf(record);
  if (paragraphs.length === 0) return NOTHING;
  return markup`<details>
    <summary>How the numbers of method version ${record.methodVersion} are made</summary>
    ${paragraphs.map((text) => markup`<p>${longText(text)}</p>`)}
  </details>`;
}
