/**
 * Many more damaged models than the suite tries, by hand:
 *
 *     npx vite build --ssr test/support/damage-many.ts --outDir out/damage-many
 *     node out/damage-many/damage-many.js --runs 2000 --seed 1 --models pp-ocrv4-cls
 */
import { parseArgs } from 'node:util';
import { readModelFile } from '#catalogue/model-file.ts';
import { PRECISIONS, type Precision } from '#core/configuration.ts';
import { TRAINED_MODELS } from '#models/list.ts';
import { tryDamage } from './damaged-models.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    models: { type: 'string' },
    precisions: { type: 'string', default: 'int8-dynamic' },
  },
});
const precisions = values.precisions.split(',').filter((name) => PRECISIONS.includes(name as Precision));
for (const model of TRAINED_MODELS) {
  if (values.models !== undefined && !values.models.split(',').includes(model.id)) continue;
  const { bytes } = await readModelFile(model, process.cwd());
  const outcome = tryDamage(bytes, {
    ...{ runs: Number(values.runs), seed: Number(values.seed) },
    precisions: precisions as Precision[],
  });
  const peakMb = process.resourceUsage().maxRSS / 1000;
  process.stdout.write(`${model.id}: ${JSON.stringify(outcome)}, peak ${peakMb.toFixed(0)} MB\n`);
}
