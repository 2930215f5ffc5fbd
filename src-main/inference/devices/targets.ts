/** Which targets there could be on a machine, before any of them is tried. */
import { PROVIDERS, type Provider } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import { PROVIDER_FACTS, RUNTIMES, targetName, type Runtime, type Target } from '#core/providers.ts';
import { cardsOf } from './cards.ts';
import type { DeviceEnvironment } from './environment.ts';

/**
 * The processor first, then in the order of PROVIDERS; each target once. A target without a unit stands for all of its
 * units. null: all that there could be here.
 */
export function targetsToTry(environment: DeviceEnvironment, targets: readonly Target[] | null): Target[] {
  const all = (targets ?? possibleTargets(environment)).flatMap((target) =>
    target.unit === null ? unitsOf(target.provider, environment) : target,
  );
  const byName = new Map(all.map((target) => [targetName(target), target]));
  return [...byName.values()].sort((a, b) => PROVIDERS.indexOf(a.provider) - PROVIDERS.indexOf(b.provider));
}

/** What the binding lists, whether or not it is installed, and what a page of Electron offers. */
export function possibleTargets(
  { backends }: DeviceEnvironment,
  runtimes: readonly Runtime[] = RUNTIMES,
): Target[] {
  const names = backends instanceof Fault ? ['cpu'] : backends.map(({ name }) => name);
  const isThere = (provider: Provider): boolean =>
    PROVIDER_FACTS[provider].runtime === 'web' || names.includes(provider);
  return PROVIDERS.filter(
    (provider) => runtimes.includes(PROVIDER_FACTS[provider].runtime) && isThere(provider),
  ).map((provider) => ({ provider, unit: null }));
}

/** What a provider's bare name stands for on this machine. */
function unitsOf(provider: Provider, environment: DeviceEnvironment): Target[] {
  const fixed = Object.keys(PROVIDER_FACTS[provider].units);
  if (fixed.length > 0) return fixed.map((unit) => ({ provider, unit }));
  const cards = cardsOf(provider, environment.graphics).length;
  // DirectML always counts its adapters; one card of CUDA needs no number.
  const numbered = provider === 'dml' || (isNvidias(provider) && cards > 1);
  if (!numbered) return [{ provider, unit: null }];
  return Array.from({ length: Math.max(cards, 1) }, (_, index) => ({ provider, unit: String(index) }));
}

const isNvidias = (provider: Provider): boolean => provider === 'cuda' || provider === 'tensorrt';
