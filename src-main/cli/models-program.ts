/** The commands about models and their files, and their options. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { PRECISIONS } from '#core/configuration.ts';
import { NORMALISATIONS } from '#core/import-wishes.ts';
import { importModel, removeModel, type ImportOptions } from './commands/models-import.ts';
import { listModels, type ModelsListOptions } from './commands/models-list.ts';
import { tabulateVariants, type VariantsOptions } from './commands/models-variants.ts';
import { quantize, type QuantizeOptions } from './commands/quantize.ts';
import type { CliContext } from './context.ts';
import { addModelsDownload } from './download-program.ts';
import { list } from './option-values.ts';
import { shapeOf } from './shape-option.ts';

type Done = (exitCode: number) => void;

export function addModels(program: Command, context: CliContext, done: Done): void {
  const models = program.command('models').description('about the models that can be run');
  models
    .command('list')
    .description('list them with their inputs, sizes, precisions, sources and licences')
    .addOption(new Option('--json', 'as JSON, with the machine and its meters').conflicts('licences'))
    .option('--licences', 'the texts of the licences, each once')
    .action(async (options: ModelsListOptions) => done(await listModels(options, context)));
  addVariants(models, context, done);
  addImport(models, context, done);
  addModelsDownload(models, context, done);
  models
    .command('remove <id>')
    .description('forget an imported model; its file is left alone')
    .action(async (id: string) => done(await removeModel(id, context)));
  addQuantize(program, context, done);
}

function addVariants(models: Command, context: CliContext, done: Done): void {
  models
    .command('variants [models...]')
    .description('make each precision of each model, run it, and show what it changed and lost')
    .option('--all', 'the default suite')
    .option('--everything', 'all models: reference architectures and imported ones, too')
    .option(
      '--precisions <names>',
      `of ${PRECISIONS.join(', ')}; int8 stands for all that begin with it`,
      list,
    )
    .addOption(new Option('--json', 'as JSON').conflicts(['csv', 'md']))
    .addOption(new Option('--csv', 'as CSV').conflicts('md'))
    .option('--md', 'as Markdown')
    .addHelpText(
      'after',
      `
Models by id, or the groups default, architectures, imported and all. A pair that fails stands in the table; then the exit code is 1.

Examples:
  joulemark models variants silero-vad --precisions int8
  joulemark models variants --all --md`,
    )
    .action(async (names: string[], options: VariantsOptions) =>
      done(await tabulateVariants(names, options, context)),
    );
}

const inputOptions = (command: Command, flag: string, meaning: string): Command =>
  command
    .option('--shape <input=sizes>', 'sizes for open dimensions, once an input: x=1,3,224,224', shapeOf)
    .option(`${flag} <path>`, meaning)
    .addOption(
      new Option(
        '--normalise <how>',
        'values of pictures: 0 … 1, −1 … 1, or by the mean and deviation of ImageNet',
      )
        .choices(NORMALISATIONS)
        .default(NORMALISATIONS[0]),
    );

const INPUT_FILES = `An .npz file holds an array an input. An .npy file holds values of the one input, or all samples of the input that it is named
after. PNG and JPEG pictures are resized to the size that the input has. An array with one more dimension in front holds several
samples; half of the samples, at most 32, are compared with fp32 and the others calibrate.`;

function addImport(models: Command, context: CliContext, done: Done): void {
  const command = models
    .command('import <file>')
    .description('take an ONNX model of your own into the list; it stays where it is')
    .option('--id <name>', 'what to call it (default: from the file’s name)');
  inputOptions(
    command,
    '--inputs',
    'a folder or file of inputs (.npz, .npy, .png, .jpg); without it, inputs are made',
  )
    .option('--classes <output>', 'the output that holds scores of classes, or none (default: guessed)')
    .option('--min-sqnr <db>', 'call a precision degraded below this agreement with fp32', decibels)
    .option('--json', 'what was found, as JSON')
    .addHelpText(
      'after',
      `
What the file says is not asked: names, types and sizes of inputs come from it, open dimensions get usual sizes, and the model is run once.
${INPUT_FILES}

Examples:
  joulemark models import resnet18.onnx
  joulemark models import encoder.onnx --id my-encoder --shape input_ids=1,64
  joulemark models import detector.onnx --inputs pictures/ --normalise signed --min-sqnr 20`,
    )
    .action(async (file: string, options: ImportOptions) => done(await importModel(file, options, context)));
}

function addQuantize(program: Command, context: CliContext, done: Done): void {
  const command = program
    .command('quantize <in> <out>')
    .description('write a model file at a reduced precision, and compare it with the one given')
    .requiredOption(
      '--precision <name>',
      `one of ${PRECISIONS.filter((name) => name !== 'fp32').join(', ')}`,
    );
  inputOptions(command, '--calibrate', 'a folder or file of inputs: int8-static takes its ranges from them')
    .option('--seeded-inputs', 'int8-static: calibrate on made inputs')
    .addOption(
      new Option('--method <name>', 'int8-static: how a range follows from what was seen').choices([
        'min-max',
        'percentile',
        'entropy',
      ]),
    )
    .addOption(
      new Option('--activations <how>', 'int8-static: uint8 with a zero point, or int8 around 0').choices([
        'asymmetric',
        'symmetric',
      ]),
    )
    .addOption(
      new Option(
        '--weights <type>',
        'int8: how weights are stored (default: as this processor wants them)',
      ).choices(['int8', 'uint8']),
    )
    .option('--block-size <n>', 'int4: weights that share a scale: 32, 64 or 128', blockSize)
    .option('--symmetric', 'int4: without a zero point a block')
    .option('--force', 'replace an output that is there')
    .option('--json', 'what was done, as JSON')
    .addHelpText(
      'after',
      `
The output appears whole, once it loads and runs, or not at all. Without --calibrate it is compared on made inputs.
${INPUT_FILES}

Examples:
  joulemark quantize model.onnx model-int8.onnx --precision int8-static --calibrate samples/
  joulemark quantize llm.onnx llm-int4.onnx --precision int4 --block-size 128`,
    )
    .action(async (input: string, output: string, options: QuantizeOptions) =>
      done(await quantize(input, output, options, context)),
    );
}

function blockSize(text: string): number {
  if (['32', '64', '128'].includes(text)) return Number(text);
  throw new InvalidArgumentError('It takes 32, 64 or 128.');
}

function decibels(text: string): number {
  if (/^-?\d{1,3}(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It takes decibels, such as 20.');
}
