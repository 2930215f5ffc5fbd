/** The models that can be run, as a table. */
import type { ModelSummary } from '#core/suite.ts';
import { terminalTable, wrap } from './terminal.ts';

/** `width`: columns of the terminal; null: as wide as it gets. */
export function modelsText(models: readonly ModelSummary[], width: number | null): string {
  const table = terminalTable(
    [
      { head: 'id', align: 'left' },
      { head: 'what it does', align: 'left' },
      { head: 'precisions', align: 'left' },
    ],
    models.map(({ id, task, precisions }) => [id, task, precisions.join(', ')]),
  );
  const sources = models.map(({ id, source, packageLicence, weightsLicence }) =>
    wrap(`${id}: ${source}; package ${packageLicence}, weights ${weightsLicence}`, width, '  '),
  );
  return `${table}\n\n${sources.join('\n')}\n`;
}
