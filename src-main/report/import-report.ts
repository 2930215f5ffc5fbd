/** What importing a model found, and what will run. */
import type { ImportedInput, ImportReport } from '#core/imported.ts';
import { terminalTable, wrap } from './terminal.ts';

/** `width`: columns of the terminal; null: as wide as it gets. */
export function importText(report: ImportReport, width: number | null): string {
  const say = (text: string): string => wrap(text, width, '  ');
  const inputs = terminalTable(
    [
      { head: 'input', align: 'left' },
      { head: 'type', align: 'left' },
      { head: 'in the file', align: 'left' },
      { head: 'runs as', align: 'left' },
      { head: 'values', align: 'left' },
    ],
    report.inputs.map((input) => [
      input.spec.name,
      input.spec.type,
      input.fileDims === null ? 'not stated' : shapeText(input.fileDims),
      shapeText(input.spec.dims.join(', ')),
      input.values,
    ]),
  );
  const outputs = terminalTable(
    [
      { head: 'output', align: 'left' },
      { head: 'type', align: 'left' },
      { head: 'shape', align: 'left' },
    ],
    report.outputs.map(({ name, type, dims }) => [name, type, shapeText(dims.join(', '))]),
  );
  const precisions = terminalTable(
    [
      { head: 'precision', align: 'left' },
      { head: 'applies', align: 'left' },
      { head: 'why', align: 'left' },
    ],
    report.precisions.map(({ precision, applies, detail }) => [
      precision,
      applies ? 'yes' : 'no',
      wrap(detail ?? 'not tried, as the model is large', width === null ? null : Math.max(30, width - 30)),
    ]),
  );
  const parts = [
    say(`Imported ${report.path} as ${report.id}: ${sizeText(report)}.`),
    inputs,
    [...choiceLines(report.inputs), ...defaultedLines(report)].map(say).join('\n'),
    outputs,
    say(classText(report)),
    say(madeOf(report)),
    precisions,
    [feedsText(report), ...report.warnings.map((text) => `Warning: ${text}`)].map(say).join('\n'),
    say(
      `The model stays where it is and is known by its SHA-256 (${report.sha256.slice(0, 16)}…): moved or changed, it does not run. Next: joulemark bench --models ${report.id}`,
    ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const shapeText = (dims: string): string => (dims === '' ? 'one value' : `[${dims}]`);

function sizeText({ bytes, parameters, cost, dataFiles }: ImportReport): string {
  const beside = dataFiles.length === 0 ? '' : `, with ${dataFiles.join(', ')} beside it`;
  const macs =
    cost === null ? 'multiply-accumulates not counted' : `${countText(cost.macs)} multiply-accumulates`;
  return `${(bytes / 1e6).toFixed(2)} MB${beside}, ${countText(parameters)} parameters, ${macs}`;
}

function countText(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(2)} billion`;
  return count >= 1e6 ? `${(count / 1e6).toFixed(2)} million` : String(count);
}

function choiceLines(inputs: readonly ImportedInput[]): string[] {
  const chosen = inputs.filter(({ choices }) => choices.length > 0);
  if (chosen.length === 0) return [];
  return [
    'Open dimensions, chosen here; others with --shape NAME=SIZE,SIZE…:',
    ...chosen.map(({ spec, choices }) => `  ${spec.name}: ${choices.join(', ')}`),
  ];
}

const SHOWN_NAMES = 8;

function defaultedLines({ defaulted }: ImportReport): string[] {
  if (defaulted.length === 0) return [];
  const shown = defaulted.slice(0, SHOWN_NAMES).join(', ');
  const others = defaulted.length > SHOWN_NAMES ? ` and ${defaulted.length - SHOWN_NAMES} others` : '';
  return [`Not fed, as the file gives them a value: ${shown}${others}`];
}

function classText({ classOutput, bounds }: ImportReport): string {
  const classes =
    classOutput === null
      ? 'No output is taken for scores of classes (--classes OUTPUT says which is).'
      : `"${classOutput}" is taken for scores of classes, whose best is compared (--classes none: it is not).`;
  const bound =
    bounds?.minSqnrDb == null
      ? 'No precision is called degraded (--min-sqnr DB sets a bound).'
      : `A precision below ${bounds.minSqnrDb} dB is degraded.`;
  return `${classes} ${bound}`;
}

function madeOf({ operators, operatorSets, irVersion }: ImportReport): string {
  const list = operators.map(({ op, count }) => `${count} ${op}`).join(', ');
  return `Operators: ${list}. Operator sets ${operatorSets.join(', ')}; IR version ${irVersion ?? 'unknown'}.`;
}

function feedsText({ source, compared, calibrating }: ImportReport): string {
  return `Inputs: ${source}; ${compared} compare a precision with fp32, ${calibrating} calibrate int8-static.`;
}
