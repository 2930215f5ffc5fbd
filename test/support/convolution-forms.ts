/**
 * A program that measures single convolutions in each form that int8 has for them, as a Markdown table. Not a test:
 * times depend on the machine. From the checkout:
 *   npx vite build --ssr test/support/convolution-forms.ts --outDir out/convolution-forms
 *   node out/convolution-forms/convolution-forms.js
 */
import { makeVariant } from '#precision/variants.ts';
import { alternate, type Timing } from './alternate.ts';
import { MACHINE_SETTINGS } from './machine-settings.ts';
import { modelBytes, node, noise, weights } from './onnx-models.ts';

/** Channels in, channels out, kernel, width and height. */
const CONVOLUTIONS = [
  [192, 192, 1, 40],
  [384, 384, 1, 20],
  [480, 480, 1, 16],
  [64, 64, 3, 56],
  [128, 128, 3, 28],
  [256, 256, 3, 14],
  [512, 512, 3, 7],
] as const;

const int8 = (bytes: Uint8Array): Uint8Array =>
  makeVariant(bytes, 'int8-dynamic', { settings: MACHINE_SETTINGS }).bytes;

function printRow(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

function printHead(cells: readonly string[]): void {
  printRow(cells);
  printRow(cells.map(() => '---'));
}

async function convolutionRow([inputs, outputs, kernel, size]: (typeof CONVOLUTIONS)[number]): Promise<
  string[]
> {
  const build = (attributes: Parameters<typeof node>[3]): Uint8Array =>
    modelBytes({
      nodes: [node('Conv', ['x', 'w', 'b'], 'c', attributes), node('Relu', ['c'], 'y')],
      inputs: { x: [1, inputs, size, size] },
      outputs: { y: 4 },
      initializers: [weights('w', [outputs, inputs, kernel, kernel]), weights('b', [outputs])],
    });
  const pads = Array<number>(4).fill((kernel - 1) / 2);
  const float = build({ pads });
  // The same padding, in words that leave no other form than ConvInteger.
  const forms = [float, int8(build({ auto_pad: 'SAME_UPPER' })), int8(float)];
  const data = noise(inputs * size * size, 1);
  const feeds = { x: { type: 'float32', dims: [1, inputs, size, size], data } } as const;
  const [plain, convInteger, patches] = await alternate(forms, feeds, 1);
  const shape = `${inputs} → ${outputs}, ${kernel} × ${kernel}, ${size} × ${size}`;
  return [shape, plain?.wallMs.toFixed(2) ?? '', timing(convInteger), timing(patches)];
}

function timing(of: Timing | undefined): string {
  return of ? `${of.wallMs.toFixed(2)} (CPU × ${of.cpuRatio.toFixed(2)})` : '';
}

printHead(['convolution', 'float, ms', 'ConvInteger, ms', 'MatMulInteger on patches, ms']);
for (const convolution of CONVOLUTIONS) printRow(await convolutionRow(convolution));
