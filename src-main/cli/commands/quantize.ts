/** `joulemark quantize IN.onnx OUT.onnx` */
import { resolve } from 'node:path';
import type { Precision } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import type { Normalisation, Shapes } from '#core/import-wishes.ts';
import { quantizeJson, quantizeText } from '#report/quantize-report.ts';
import type { CliContext } from '../context.ts';
import { DONE } from '../exit-code.ts';
import { precisionsOf } from '../option-values.ts';
import { note, widthFor, write } from '../output.ts';

export interface QuantizeOptions {
  readonly precision: string;
  readonly calibrate?: string;
  readonly seededInputs?: boolean;
  readonly method?: 'min-max' | 'percentile' | 'entropy';
  readonly activations?: 'asymmetric' | 'symmetric';
  readonly blockSize?: 32 | 64 | 128;
  readonly symmetric?: boolean;
  readonly weights?: 'int8' | 'uint8';
  readonly shape?: Shapes;
  readonly normalise: Normalisation;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** What was changed, what was left and why, and what it lost: to stdout. Ctrl-C ends it without a file. */
export async function quantize(
  input: string,
  output: string,
  options: QuantizeOptions,
  context: CliContext,
): Promise<number> {
  const { stdout, stderr, cwd, env } = context;
  const precision = precisionOf(options);
  const places = context.findPlaces(env);
  const controller = new AbortController();
  const release = context.onInterrupt(
    () => controller.abort(),
    () => undefined,
  );
  try {
    const report = await context.quantize({
      input: resolve(cwd, input),
      output: resolve(cwd, output),
      precision,
      choices: {
        method: options.method ?? null,
        activations: options.activations ?? null,
        weights: options.weights ?? null,
        blockSize: options.blockSize ?? null,
        symmetric: options.symmetric === true ? true : null,
      },
      inputs: options.calibrate === undefined ? null : resolve(cwd, options.calibrate),
      mayMakeInputs: options.seededInputs === true,
      shapes: options.shape ?? {},
      normalisation: options.normalise,
      force: options.force === true,
      places,
      launch: context.launcher(places),
      say: (text) => void note(stderr, text),
      signal: controller.signal,
    });
    await write(
      stdout,
      options.json === true ? quantizeJson(report) : quantizeText(report, widthFor(stdout)),
    );
    return DONE;
  } finally {
    release();
  }
}

/** What each option is about; the others have no use for it, and whoever gives it means something else. */
const ABOUT = {
  method: ['int8-static'],
  activations: ['int8-static'],
  seededInputs: ['int8-static'],
  weights: ['int8-static', 'int8-dynamic'],
  blockSize: ['int4'],
  symmetric: ['int4'],
} as const satisfies Partial<Record<keyof QuantizeOptions, readonly Precision[]>>;

function precisionOf(options: QuantizeOptions): Precision {
  const found = precisionsOf([options.precision]);
  const [precision] = found;
  if (precision === undefined || found.length > 1) {
    throw new Fault('wrong-usage', `"${options.precision}" stands for ${found.join(' and ')}: choose one`);
  }
  if (precision === 'fp32')
    throw new Fault('wrong-usage', 'fp32 is the model as it is: nothing would change');
  for (const [option, precisions] of Object.entries(ABOUT)) {
    const isGiven = options[option as keyof typeof ABOUT] !== undefined;
    if (!isGiven || precisions.some((each) => each === precision)) continue;
    const flag = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new Fault('wrong-usage', `--${flag} is about ${precisions.join(' and ')}, not about ${precision}`);
  }
  return precision;
}
