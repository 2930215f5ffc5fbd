// @ts-check
/** Sorting and filtering of what the page already holds; without it all is still there. */
(() => {
  'use strict';

  /** @param {string} selector */
  const all = (selector) => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);
  const status = /** @type {HTMLElement} */ (document.getElementById('count'));
  const form = /** @type {HTMLFormElement} */ (document.getElementById('filter'));
  const words = /** @type {HTMLInputElement} */ (document.getElementById('words'));
  /** @param {number} count */
  const counted = (count) => count.toLocaleString('en-US');
  const texts = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

  const boards = all('section.board').map((section) => {
    const table = /** @type {HTMLTableElement} */ (section.querySelector('table'));
    const body = /** @type {HTMLTableSectionElement} */ (table.tBodies[0]);
    const link = document.querySelector(`nav a[href="#${section.getAttribute('aria-labelledby')}"]`);
    return {
      section,
      table,
      body,
      rows: [...body.rows],
      link: /** @type {HTMLElement | null} */ (link?.closest('li')),
    };
  });
  const entries = boards.reduce((sum, { rows }) => sum + rows.length, 0);

  // A table that is laid out as cards on a narrow screen would be no table for a screen reader.
  for (const { table } of boards) {
    table.setAttribute('role', 'table');
    for (const part of table.querySelectorAll('thead, tbody')) part.setAttribute('role', 'rowgroup');
    for (const row of table.rows) {
      row.setAttribute('role', 'row');
      for (const cell of row.cells) {
        const heads = cell.scope === 'col' ? 'columnheader' : 'rowheader';
        cell.setAttribute('role', cell.tagName === 'TD' ? 'cell' : heads);
      }
    }
  }

  /** @type {WeakMap<HTMLTableRowElement, string>} */
  const known = new WeakMap();
  /** @param {HTMLTableRowElement} row */
  const textOf = (row) => {
    let text = known.get(row);
    if (text === undefined) {
      // Between two cells there is no space of their own.
      text = [...row.cells]
        .map((cell) => cell.textContent)
        .join(' ')
        .toLowerCase();
      known.set(row, text);
    }
    return text;
  };

  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    let open = 0;
    for (const { section, rows, link } of boards) {
      const name = (section.querySelector('h2')?.textContent ?? '').toLowerCase();
      let own = 0;
      for (const row of rows) {
        const fits = wanted.every((word) => name.includes(word) || textOf(row).includes(word));
        row.hidden = !fits;
        if (fits) own += 1;
      }
      section.hidden = own === 0;
      if (link) link.hidden = own === 0;
      shown += own;
      if (own > 0) open += 1;
    }
    const of = `${counted(entries)} ${entries === 1 ? 'entry' : 'entries'}`;
    const on = `${counted(open)} ${open === 1 ? 'board' : 'boards'}`;
    if (wanted.length === 0) status.textContent = `${of} on ${on}`;
    else status.textContent = shown === 0 ? `None of ${of} matches` : `${counted(shown)} of ${of} on ${on}`;
  };

  /**
   * Ties keep the order of the ranking, in both directions; what is not known comes last in both.
   * @param {(typeof boards)[number]} board
   * @param {number} column
   * @param {boolean} isNumber
   * @param {1 | -1} direction
   */
  const sort = ({ body, rows }, column, isNumber, direction) => {
    const keyed = rows.map((row) => {
      const cell = row.cells[column];
      const value = isNumber ? cell?.dataset['v'] : undefined;
      const text = isNumber ? '' : (cell?.textContent ?? '');
      return { row, number: value === undefined ? NaN : Number(value), text };
    });
    keyed.sort((a, b) => {
      if (!isNumber) return direction * texts.compare(a.text, b.text);
      if (Number.isNaN(a.number) || Number.isNaN(b.number))
        return Number(Number.isNaN(a.number)) - Number(Number.isNaN(b.number));
      return direction * (a.number - b.number);
    });
    body.append(...keyed.map(({ row }) => row));
  };

  for (const board of boards) {
    const heads = [...(board.table.tHead?.rows[0]?.cells ?? [])];
    for (const [column, head] of heads.entries()) {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const isUp = head.getAttribute('aria-sort') !== 'ascending';
        for (const other of heads) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', isUp ? 'ascending' : 'descending');
        sort(board, column, head.dataset['kind'] === 'number', isUp ? 1 : -1);
      });
    }
  }

  document.documentElement.classList.add('js');
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  words.addEventListener('input', filter);
  // A browser that comes back to the page may have kept the words.
  if (words.value !== '') filter();
})();
