/** Leaderboard rankings as one page that needs nothing but itself. */
import { STATE_MEANINGS, STATE_SIGNS } from '#core/format/judgement.ts';
import type { Board } from '#core/leaderboard/rank.ts';
import { LINE_STATES, type LineState } from '#core/leaderboard/verify/check.ts';
import { knownConstants } from '#core/protocol/constants.ts';
import { methodText } from '#core/protocol/method-text.ts';
import { METHOD_VERSION } from '#core/protocol/version.ts';
import { boardSection } from './board-section.ts';
import { longText, markup, named, NOTHING, trusted, type Html } from '../html/html.ts';
import PAGE_STYLE from './page/page.css?raw';
import SCRIPT from './page/page.js?raw';
import { contentPolicy } from '../html/policy.ts';
import { pageStyle } from '../html/style.ts';
import { grouped } from './thousands.ts';

const STYLE = pageStyle(PAGE_STYLE);

export interface PageFacts {
  readonly title: string;
  /** Where the entries are from, for whoever reads the page, e.g. the names of the files. */
  readonly generatedFrom: string;
  /** ISO 8601 in UTC; absent: the page says no time, and the same boards give the same bytes. */
  readonly generatedAt?: string;
}

/**
 * A page that works from a file, without a network and, but for sorting and filtering, without JavaScript. All text
 * of the boards is inert in it.
 */
export async function boardsHtml(boards: readonly Board[], about: PageFacts): Promise<string> {
  const sections: Html[] = [];
  for (const [index, board] of boards.entries()) sections.push(await boardSection(board, `b${index + 1}`));
  const entries = boards.reduce((sum, board) => sum + board.entries.length, 0);
  const when =
    about.generatedAt === undefined
      ? NOTHING
      : markup` on <time datetime="${about.generatedAt}">${momentText(about.generatedAt)}</time>`;
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(contentPolicy(STYLE, SCRIPT))}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${about.title}</title>
        ${trusted(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <a class="skip" href="#boards">To the boards</a>
        <header>
          <h1>${named(about.title)}</h1>
          <p>Joules an inference, measured by Joulemark. From ${named(about.generatedFrom)}${when}.</p>
          <form id="filter" role="search" hidden>
            <label for="words">Filter all boards</label>
            <input
              id="words"
              type="search"
              autocomplete="off"
              spellcheck="false"
              placeholder="e.g. int8 ryzen verified"
            />
          </form>
          <p role="status" id="count">${entriesText(entries, boards.length)}</p>
        </header>
        ${boards.length < 2 ? NOTHING : contents(boards)}
        <main id="boards" tabindex="-1">
          ${boards.length === 0 ? markup`<p>There is no submission to rank.</p>` : sections}
        </main>
        <footer>${howToRead(boards)}</footer>
        ${trusted(`<script>${SCRIPT}</script>`)}
      </body>
    </html> `;
  return page.text;
}

function entriesText(entries: number, boards: number): string {
  return `${grouped(entries)} ${entries === 1 ? 'entry' : 'entries'} on ${grouped(boards)} ${boards === 1 ? 'board' : 'boards'}`;
}

/** `2026-01-31 08:30 UTC`. */
function momentText(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** Of so many boards, the list is open. */
const FEW = 12;

function contents(boards: readonly Board[]): Html {
  const links = boards.map((board, index) => {
    const pace = board.scenario.kind === 'fixed-rate' ? [`${board.scenario.ratePerS}/s`] : [];
    const batch = board.batch === 1 ? [] : [`batch ${board.batch}`];
    const precision = board.precision === null ? [] : [board.precision];
    const words = [
      ...precision,
      board.tier ?? 'all tiers',
      board.domains.join(' + '),
      ...pace,
      ...batch,
    ].join(', ');
    return markup`<li><a href="#b${index + 1}">${named(board.model)}</a> <small>${words}</small></li>`;
  });
  // A long list is not what the page is opened for.
  const open = boards.length > FEW ? NOTHING : markup` open`;
  return markup`<nav aria-labelledby="contents"><details${open}>
    <summary><h2 id="contents">Boards</h2></summary>
    <ul>${links}</ul>
  </details></nav>`;
}

function howToRead(boards: readonly Board[]): Html {
  const found = new Set(boards.flatMap(({ entries }) => entries.map(({ check }) => check.state)));
  const states = LINE_STATES.filter((state: LineState) => found.has(state)).map(
    (state) =>
      markup`<li>${STATE_SIGNS[state].sign} <b>${state}</b>: ${trusted(STATE_MEANINGS[state])}.</li>`,
  );
  return markup`<h2>How to read this</h2>
    <p>
      Net energy is what the inference itself took: energy less idle power × time. Gross is all of it. The bar
      beneath a net figure is its 95 % interval, on one scale a board. Entries have the same rank (=) when the
      95 % interval of the later one reaches down to that of the entry that leads the rank. Degraded entries
      answer too differently from fp32: they stand behind all that hold. Boards differ in model, tier, energy
      domains, scenario, batch or method, and are not compared.
    </p>
    <p>
      Tiers, most trusted first: external (a meter in the supply), counter (an energy counter in the
      hardware), sensor (a power reading over time), model (the maker’s own model), estimate (ours, from
      processor time).
    </p>
    ${
      states.length === 0
        ? NOTHING
        : markup`<ul>
            ${states}
          </ul>`
    }
    ${method(boards)}`;
}

/** In the words of the program, for the constants of the first entry; null where it has other rules. */
function method(boards: readonly Board[]): Html {
  const first = boards.find(({ methodVersion }) => methodVersion === METHOD_VERSION)?.entries[0];
  const constants = first === undefined ? null : knownConstants(first.submission.constants);
  if (constants === null) return NOTHING;
  const paragraphs = methodText(constants).map((text) => markup`<p>${longText(text)}</p>`);
  return markup`<details class="method">
    <summary>How the numbers of method version ${METHOD_VERSION} are made</summary>
    <p>Window lengths and limits are those of one entry; each line of the leaderboard carries its own. What it says of ranks is the ranking within one run: boards rank by the intervals, as above.</p>
    ${paragraphs}
  </details>`;
}
