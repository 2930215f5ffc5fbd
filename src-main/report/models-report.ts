/** The models that can be run: a table of their sizes, then what each takes, runs at and stands under. */
import type { LicenceText, ModelSummary } from '#core/suite.ts';
import { boundsText, shapeText, sizeTexts } from '#core/format/models.ts';
import { plain, terminalTable, widthOf, wrap, type TerminalColumn } from './terminal.ts';

/** In this order, each with what people should know of all of them. */
const GROUPS = [
  {
    title: 'The default suite: runs when no model is named',
    has: (model: ModelSummary) => model.inDefaultSuite,
  },
  {
    title:
      'Reference architectures, synthetic weights: energy and latency are those of the architecture, accuracy does not apply',
    has: (model: ModelSummary) => !model.inDefaultSuite && model.kind === 'architecture',
  },
  {
    title: 'Other trained models',
    has: (model: ModelSummary) => !model.inDefaultSuite && model.kind === 'trained',
  },
  { title: 'Imported', has: (model: ModelSummary) => !model.inDefaultSuite && model.kind === 'imported' },
];

/** `width`: columns of the terminal; null: as wide as it gets. */
export function modelsText(
  models: readonly ModelSummary[],
  licences: readonly LicenceText[],
  width: number | null,
): string {
  const parts = GROUPS.flatMap(({ title, has }) => {
    const group = models.filter(has);
    if (group.length === 0) return [];
    const details = group.map((model) => detailsOf(model, licences, width));
    return [wrap(`${title}.`, width), table(group, width), ...details];
  });
  return `${parts.join('\n\n')}\n\n${wrap(ENDING, width)}\n`;
}

const ENDING =
  'MACs: multiply-accumulates of one inference. The texts of the licences: joulemark models list --licences.';

const FIGURES: readonly TerminalColumn[] = [
  { head: 'MACs', align: 'right' },
  { head: 'parameters', align: 'right' },
  { head: 'MB', align: 'right' },
];

/** Without what the models do where there is no room: it stands below, too. */
function table(models: readonly ModelSummary[], width: number | null): string {
  const id: TerminalColumn = { head: 'id', align: 'left' };
  const cells = models.map((model) => ({ model, sizes: sizeTexts(model.cost) }));
  const wide = terminalTable(
    [id, { head: 'what it does', align: 'left' }, ...FIGURES],
    cells.map(({ model, sizes }) => [model.id, model.task, ...sizes]),
  );
  if (width === null || widthOf(wide) <= width) return wide;
  return terminalTable(
    [id, ...FIGURES],
    cells.map(({ model, sizes }) => [model.id, ...sizes]),
  );
}

function detailsOf(model: ModelSummary, licences: readonly LicenceText[], width: number | null): string {
  const usual = model.usualPrecisions.join(', ');
  const rest = model.precisions.filter((precision) => !model.usualPrecisions.includes(precision));
  const asked = rest.length === 0 ? '' : `; when asked for: ${rest.join(', ')}`;
  const lines = [
    `${model.id}: ${model.title}, ${model.task}`,
    ...model.takes.map(
      ({ name, type, dims, meaning }) => `takes ${name}: ${type} ${shapeText(dims)}, ${meaning}`,
    ),
    ...(model.work.unit === 'token' ? [`does ${model.work.perInference} tokens an inference`] : []),
    `precisions: ${usual}${asked}`,
    ...(model.bounds === null
      ? []
      : [`a reduced precision must keep ${boundsText(model.bounds)} and the task`]),
    `source: ${model.source}`,
    `licences: ${licencesText(model, licences)}`,
  ];
  return lines
    .map((line, index) => (index === 0 ? wrap(line, width, '  ') : indented(line, width)))
    .join('\n');
}

const indented = (line: string, width: number | null): string =>
  `  ${wrap(line, width === null ? null : width - 2, '    ')}`;

function licencesText(model: ModelSummary, licences: readonly LicenceText[]): string {
  const known = model.licences.flatMap((id) => licences.filter((licence) => licence.id === id));
  const named = known.map(({ spdx, covers, attribution }) => `${spdx} for ${covers} (${attribution})`);
  if (named.length > 0) return named.join('; ');
  const { packageLicence, weightsLicence } = model;
  if (packageLicence === null && weightsLicence === null) return 'not known';
  return `package ${packageLicence ?? 'not known'}, weights ${weightsLicence ?? 'not known'}`;
}

/** Each text once, with whose it is and which models are under it. */
export function licencesTextOf(models: readonly ModelSummary[], licences: readonly LicenceText[]): string {
  const parts = licences.map(({ id, spdx, covers, text }) => {
    const under = models.filter((model) => model.licences.includes(id)).map((model) => model.id);
    const title = `${spdx}, of ${covers}: ${under.join(', ')}`;
    return `${plain(title)}\n${'='.repeat(Math.min(100, title.length))}\n\n${plain(text.trimEnd())}\n`;
  });
  return parts.length === 0 ? 'No licence is known.\n' : parts.join('\n\n');
}
