/**
 * Makes every reduced precision of every trained model, to be shipped with the program, so that it need not
 * make them on first use. Arguments: the package's folder, the folder in which `variants/` is made.
 * Prints the path of each file, a line each.
 */
import { prepareVariant } from '#catalogue/variants.ts';
import { TRAINED_MODELS } from '#models/list.ts';

const [packageRoot, target] = process.argv.slice(2);
if (packageRoot === undefined || target === undefined) {
  throw new Error('usage: prepare-variants PACKAGE_ROOT TARGET');
}
for (const model of TRAINED_MODELS) {
  for (const precision of model.precisions.filter((name) => name !== 'fp32')) {
    const { path } = await prepareVariant(model, precision, { packageRoot, cacheDir: target });
    process.stdout.write(`${path}\n`);
  }
}
