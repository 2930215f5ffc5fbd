/** The models in the order in which they are shown, and what people should know of each group. */
import type { ModelSummary } from '#core/suite.ts';

export interface ModelGroup {
  /** null: the default suite, which needs no word. */
  readonly title: string | null;
  readonly hint: string | null;
  readonly models: readonly ModelSummary[];
}

/** Only groups that have a model. */
export function modelGroups(models: readonly ModelSummary[]): ModelGroup[] {
  const others = models.filter(({ inDefaultSuite }) => !inDefaultSuite);
  const of = (kind: ModelSummary['kind']): ModelSummary[] => others.filter((model) => model.kind === kind);
  return [
    { title: null, hint: null, models: models.filter(({ inDefaultSuite }) => inDefaultSuite) },
    {
      title: 'Architectures',
      hint: 'synthetic weights: energy and latency are real, accuracy does not apply',
      models: of('architecture'),
    },
    { title: 'More models', hint: null, models: of('trained') },
    { title: 'Imported', hint: null, models: of('imported') },
  ].filter((group) => group.models.length > 0);
}
