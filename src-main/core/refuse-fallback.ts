/** `--no-fallback`: a node that the chosen provider left to another one is an error. */
import { Fault } from './errors.ts';
import type { Fallback, Placement } from './placement.ts';
import { targetName, type Target } from './providers.ts';

/** Operators named in the message; of more, their number is told. */
const NAMED = 4;

/** Throws `fallback-refused`, naming operators and example nodes, unless all ran on the chosen provider. */
export function refuseFallback({ fallbacks, examples }: Placement, target: Target): void {
  if (fallbacks.length === 0) return;
  const nodes = fallbacks.reduce((total, fallback) => total + fallback.nodes, 0);
  const named = fallbacks.slice(0, NAMED).map(operatorText);
  const others = fallbacks.length - named.length;
  const operators = others === 0 ? named.join(', ') : `${named.join(', ')} and ${others} more`;
  // A model made by hand may leave its nodes without names.
  const nodeNames = examples.filter((name) => name !== '');
  const examplesText = nodeNames.length === 0 ? '' : `, e.g. ${nodeNames.map(quoted).join(', ')}`;
  throw new Fault(
    'fallback-refused',
    `${targetName(target)} left ${nodes} ${nodes === 1 ? 'node' : 'nodes'} to another provider: ${operators}${examplesText}.`,
  );
}

/** E.g. `3 × Clip on cpu (12 % of node time)`. */
function operatorText({ operator, provider, nodes, timeRatio }: Fallback): string {
  return `${nodes} × ${operator} on ${provider} (${percent(timeRatio)} of node time)`;
}

function percent(ratio: number): string {
  return ratio < 0.01 ? 'less than 1 %' : `${Math.round(ratio * 100)} %`;
}

const quoted = (name: string): string => `"${name}"`;
