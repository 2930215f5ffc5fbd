/** What may be compared with what. */
import type { Submission } from './schema.ts';

type Compared = Pick<Submission, 'configuration' | 'scenario' | 'methodVersion' | 'domains'>;

function scenarioKey(scenario: Submission['scenario']): string {
  return scenario.kind === 'fixed-rate' ? `fixed-rate@${scenario.ratePerS}` : scenario.kind;
}

function sharedParts({ configuration, scenario, methodVersion, domains }: Compared): string[] {
  return [
    `m${methodVersion}`,
    configuration.modelSha256,
    scenarioKey(scenario),
    `b${configuration.batch}`,
    // A sum has no order: the same domains in another order are the same energy.
    [...domains].sort().join('+'),
  ];
}

/**
 * Model, precision, scenario, batch, method version and energy domains: figures with the same key
 * answer the same question in the same way. It is part of each line.
 */
export function comparisonKey(compared: Compared): string {
  return [...sharedParts(compared), compared.configuration.precision].join('|');
}

/**
 * The comparison key without the precision: on one board the precisions of one model compete, which
 * is what a board is for. Nothing else in the key may differ there.
 */
export function modelKey(compared: Compared): string {
  return sharedParts(compared).join('|');
}
