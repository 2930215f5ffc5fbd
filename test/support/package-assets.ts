/** Assets of the models as they lie in the checkout. */
import { loadAssets } from '#catalogue/inputs.ts';
import type { Assets, ModelDefinition } from '#models/definition.ts';
import { PACKAGE_ROOT } from './real-workload.ts';

export function assetsOf(model: ModelDefinition): Promise<Assets> {
  return loadAssets(model, PACKAGE_ROOT);
}
