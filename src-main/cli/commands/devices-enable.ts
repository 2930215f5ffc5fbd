/** `joulemark devices enable PROVIDER` and `joulemark devices disable PROVIDER` */
import { PROVIDERS } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import { disabledText, enabledText } from '#report/provider-files-report.ts';
import type { FilesProgress } from '#runner/provider-files/progress.ts';
import type { CliContext, Output } from '../context.ts';
import { DONE, FAILED } from '../exit-code.ts';
import { unknownName } from '../option-values.ts';
import { note, widthFor, write } from '../output.ts';

export interface EnableOptions {
  readonly from?: string;
  readonly sha512?: string;
  readonly feed?: string;
  readonly json?: boolean;
}

export interface DisableOptions {
  readonly json?: boolean;
}

/** Both come in one package. */
const ADDED = ['cuda', 'tensorrt'];

/** Ctrl-C keeps what has come. */
export async function enableProvider(
  provider: string,
  options: EnableOptions,
  context: CliContext,
): Promise<number> {
  checkProvider(provider);
  const { stdout, stderr, env, cwd, platform } = context;
  if (provider === 'tensorrt')
    await note(stderr, 'TensorRT comes in one package with CUDA: both are enabled.');
  const report = await untilInterrupt(context, (signal) =>
    context.enableProvider({
      ...{ places: context.findPlaces(env), env, cwd, platform, signal },
      feed: options.feed ?? null,
      from: options.from ?? null,
      sha512: options.sha512 ?? null,
      onProgress: progressNotes(stderr),
    }),
  );
  await write(stdout, options.json === true ? asJson(report) : enabledText(report, widthFor(stdout)));
  return DONE;
}

/** Exit code 1 where something was left that is not as it was installed. */
export async function disableProvider(
  provider: string,
  options: DisableOptions,
  context: CliContext,
): Promise<number> {
  checkProvider(provider);
  const { stdout, stderr, env, platform } = context;
  if (provider === 'tensorrt')
    await note(stderr, 'TensorRT comes in one package with CUDA: both are disabled.');
  const report = await untilInterrupt(context, (signal) =>
    context.disableProvider({ places: context.findPlaces(env), env, platform, signal }),
  );
  await write(stdout, options.json === true ? asJson(report) : disabledText(report, widthFor(stdout)));
  return report.left.length === 0 ? DONE : FAILED;
}

const asJson = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

function checkProvider(name: string): void {
  if (ADDED.includes(name)) return;
  if (!PROVIDERS.some((known) => known === name)) {
    throw unknownName('unknown-provider', 'provider', name, ADDED);
  }
  throw new Fault('wrong-usage', `${name} needs no files beside those that come with Joulemark`, {
    remedy: `Only ${ADDED.join(' and ')} are enabled; "joulemark devices" shows whether ${name} works here.`,
  });
}

async function untilInterrupt<T>(context: CliContext, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const release = context.onInterrupt(
    () => controller.abort(),
    () => undefined,
  );
  try {
    return await work(controller.signal);
  } finally {
    release();
  }
}

/** A line for every tenth of the download, and one for each file that is unpacked. */
function progressNotes(output: Output): (progress: FilesProgress) => void {
  let last = '';
  return ({ stage, file, bytes, totalBytes }) => {
    const megabytes = (totalBytes / 1e6).toFixed(1);
    const percent = Math.floor((bytes / totalBytes) * 10) * 10;
    const line =
      stage === 'download'
        ? `cuda: ${file}, ${percent} % of ${megabytes} MB`
        : `cuda: ${stage === 'unpack' ? 'unpacking' : 'installing'} ${file}, ${megabytes} MB`;
    if (line === last) return;
    last = line;
    void note(output, line);
  };
}
