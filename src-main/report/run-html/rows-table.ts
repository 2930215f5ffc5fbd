/** The ranking as a table. */
import { isDegraded } from '#core/fidelity.ts';
import { fidelityText } from '#core/format/fidelity.ts';
import { millijouleInterval, millijoules, milliseconds, UNKNOWN } from '#core/format/figures.ts';
import { VERDICT_SIGNS } from '#core/format/judgement.ts';
import { domainsText } from '#core/ranking/group.ts';
import type { Row } from '#core/record/schema.ts';
import { markup, named, NOTHING, type Html } from '../html/html.ts';
import { whiskers } from '../html/whisker.ts';
import { placedText } from '../placed-columns.ts';

/** In the order of the record, which is that of the ranking. */
export function rowsTable(rows: readonly Row[]): Html {
  const whisker = whiskers(rows.flatMap(({ ci95 }) => (ci95 === null ? [] : [ci95])));
  return markup`<div class="scroll" tabindex="0" role="region" aria-labelledby="ranking">
    <table>
      <caption>Energy per inference; net leaves out what the machine uses when idle</caption>
      <thead>
        <tr>
          <th scope="col">Rank</th>
          <th scope="col">Model</th>
          <th scope="col">Precision</th>
          <th scope="col">Provider</th>
          <th scope="col" class="number">Net <small>mJ, 95 % interval</small></th>
          <th scope="col" class="number">Gross <small>mJ</small></th>
          <th scope="col" class="number">Median <small>ms</small></th>
          <th scope="col" class="number">p99 <small>ms</small></th>
          <th scope="col">Fidelity <small>against fp32</small></th>
          <th scope="col">Tier</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => tableRow(row, whisker))}
      </tbody>
    </table>
  </div>`;
}

function tableRow(row: Row, whisker: ReturnType<typeof whiskers>): Html {
  const { sign, tone } = VERDICT_SIGNS[row.verdict];
  const threads = row.threads === 1 ? '1 thread' : `${row.threads} threads`;
  const kind = row.modelKind === 'architecture' ? markup`<small>synthetic weights</small>` : NOTHING;
  return markup`<tr${isDegraded(row) ? markup` class="degraded"` : NOTHING}>
    <td>${row.rank ?? UNKNOWN}</td>
    <th scope="row">${named(row.model)}${kind}</th>
    <td>${row.precision}</td>
    <td>${named(placedText(row))}<small>${threads}</small></td>
    <td class="number">
      <b>${millijoules(row.netJ)}</b>${row.ci95 === null ? NOTHING : whisker(row.ci95)}
      <small>${millijouleInterval(row.ci95)}</small>
    </td>
    <td class="number">${millijoules(row.grossJ)}</td>
    <td class="number">${milliseconds(row.latencyMs?.median ?? null)}</td>
    <td class="number">${milliseconds(row.latencyMs?.p99 ?? null)}</td>
    <td>${fidelityText(row.fidelity)}</td>
    <td>${row.tier ?? UNKNOWN}<small>${domainsText(row)}</small></td>
    <td><span class="${tone}"><span aria-hidden="true">${sign}</span> ${row.verdict}</span></td>
  </tr>`;
}
