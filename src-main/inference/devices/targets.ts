/** Which targets there could be on a machine, before any of them is tried. */
import { PROVIDERS, type Provider } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import { PROVIDER_FACTS, type Target } from '#core/providers.ts';
import { cardsOf } from './cards.ts';
import type { DeviceEnvironment } from './environment.ts';

/** The processor first, then in the order of PROVIDERS; each target once. null: all that there could be here. */
export function targetsToTry(environment: DeviceEnvironment, targets: readonly Target[] | null): Target[] {
  const wanted = targets ?? possibleProviders(environment).map((provider) => ({ provider, unit: null }));
  const all = wanted.flatMap((target) => (target.unit === null ? unitsOf(target.provider, environment) : target));
  const seen = new Set<string>();
  const once = all.filter(({ provider, unit }) => {
    const key = `${provider}:${unit ?? ''}`;
    return seen.has(key) ? false : seen.add(key);
  });
  return once.sort((a, b) => PROVIDERS.indexOf(a.provider) - PROVIDERS.indexOf(b.provider));
}

function possibleProviders({ backends }: DeviceEnvironment): Provider[] {
  const names = backends instanceof Fault ? ['cpu'] : backends.map(({ name }) => name);
  return PROVIDERS.filter(
    (provider) => PROVIDER_FACTS[provider].runtime === 'web' || names.includes(provider),
  );
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
