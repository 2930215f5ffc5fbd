/**
 * Makes the usual reduced precisions of the default suite, to be shipped with the program, so that it need not
 * make them on first use; all others are made when they are first asked for. Integer weights are stored in both
 * forms, as nobody knows the processor that the package will meet. Arguments: the package's folder (built), the
 * folder in which `variants/` is made. Prints the path of each file, a line each.
 */
import { dirname, join } from 'node:path';
import { prepareVariant } from '#catalogue/variants.ts';
import type { Precision } from '#core/configuration.ts';
import { forkWorker } from '#inference/worker/fork.ts';
import { MODELS } from '#models/list.ts';
import { DEFAULT_SETTINGS, type VariantSettings } from '#precision/settings.ts';

const [packageRoot, target] = process.argv.slice(2);
if (packageRoot === undefined || target === undefined) {
  throw new Error('usage: prepare-variants PACKAGE_ROOT TARGET');
}
const launch = forkWorker(join(packageRoot, 'out/main/worker.js'));
for (const model of MODELS.filter(({ inDefaultSuite }) => inDefaultSuite)) {
  for (const precision of model.usualPrecisions.filter((name) => name !== 'fp32')) {
    for (const settings of formsOf(precision)) {
      const places = { packageRoot, cacheDir: target };
      const { path, dataFiles } = await prepareVariant(model, precision, places, { launch, settings });
      const files = [path, ...dataFiles.map((name) => join(dirname(path), name))];
      process.stdout.write(`${files.join('\n')}\n`);
    }
  }
}

function formsOf(precision: Precision): VariantSettings[] {
  if (!precision.startsWith('int8-')) return [DEFAULT_SETTINGS];
  return (['int8', 'uint8'] as const).map((weights) => ({ ...DEFAULT_SETTINGS, int8: { weights } }));
}
