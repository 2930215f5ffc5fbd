/** Why rows are what they are, each reason as seldom as it can be said. */
import { sessionText } from '#core/format/session.ts';
import type { Row } from '#core/record/schema.ts';

/** What holds for all rows once, then what holds for all of a target; then a line a row with what is its own. */
export function reasonNotes(rows: readonly Row[]): string[] {
  const common = sharedReasons(rows);
  const targets = [...new Set(rows.map(sessionText))].map((target) => {
    const ofTarget = rows.filter((row) => sessionText(row) === target);
    const reasons = sharedReasons(ofTarget).filter((reason) => !common.includes(reason));
    return { target, reasons, failed: failedText(ofTarget) };
  });
  const own = rows.flatMap((row) => {
    const shared = targets.find(({ target }) => target === sessionText(row))?.reasons ?? [];
    const said = [...common, ...shared];
    const reasons = row.reasons.filter((reason) => !said.includes(reason));
    if (reasons.length === 0) return [];
    return [`${shortLabel(row)}: ${failedText([row])}${sentence(reasons.join('; '))}`];
  });
  return [
    ...common.map((reason) => `All configurations: ${sentence(reason)}`),
    ...targets.flatMap(({ target, reasons, failed }) =>
      reasons.map((reason) => `All of ${target}: ${failed}${sentence(reason)}`),
    ),
    ...own,
  ];
}

const failedText = (rows: readonly Row[]): string =>
  rows.every(({ verdict }) => verdict === 'failed') ? 'failed: ' : '';

/** Of two rows or more. */
function sharedReasons(rows: readonly Row[]): string[] {
  const [first] = rows;
  if (first === undefined || rows.length < 2) return [];
  return first.reasons.filter((reason) => rows.every((row) => row.reasons.includes(reason)));
}

/** E.g. `silero-vad fp16 webnn:npu`. */
export const shortLabel = (row: Row): string => `${row.model} ${row.precision} ${sessionText(row)}`;

export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
