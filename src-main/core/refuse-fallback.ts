/** `--no-fallback`: a row whose provider left nodes to another one is an error, not a row. */
import { Fault } from './errors.ts';
import type { Placement } from './placement.ts';
import { targetName, type Target } from './providers.ts';

/** Throws `fallback-refused`, with operators, counts and example nodes, unless all nodes ran on the target. */
export function refuseFallback({ fallbacks, examples }: Placement, target: Target): void {
  if (fallbacks.length === 0) return;
  const total = fallbacks.reduce((sum, { nodes }) => sum + nodes, 0);
  const operators = fallbacks.map(({ operator, provider, nodes }) => `${nodes} ${operator} on ${provider}`);
  const named = examples.length === 0 ? '' : ` For example: ${examples.join(', ')}.`;
  throw new Fault(
    'fallback-refused',
    `${targetName(target)} left ${total} ${total === 1 ? 'node' : 'nodes'} to another provider: ` +
      `${operators.join(', ')}.${named}`,
  );
}
