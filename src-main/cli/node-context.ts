/** The real world: this process, its streams and signals, and the runner. */
import { lookForAdvice } from '#runner/advice.ts';
import { runBenchmark } from '#runner/benchmark.ts';
import { findDevices } from '#runner/devices.ts';
import { downloadModels, listDownloads } from '#runner/download-models.ts';
import { forkLauncher } from '#runner/fork-worker.ts';
import { openLaunchers } from '#runner/launchers.ts';
import { importModel, removeModel } from '#runner/models.ts';
import { findPlaces } from '#runner/places.ts';
import { disableProvider } from '#runner/provider-files/disable.ts';
import { enableProvider } from '#runner/provider-files/enable.ts';
import { quantize } from '#runner/quantize.ts';
import { recordMeter } from '#runner/record-meter.ts';
import { describeSuite } from '#runner/suite.ts';
import { tabulateVariants } from '#runner/variants.ts';
import { askOn } from './ask.ts';
import type { CliContext } from './context.ts';
import { INTERRUPTED } from './exit-code.ts';

export function nodeContext(): CliContext {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: callersFolder(process.env),
    platform: `${process.platform}/${process.arch}`,
    ask:
      process.stdin.isTTY && process.stderr.isTTY
        ? (question) => askOn(process.stdin, process.stderr, question)
        : null,
    findPlaces,
    lookForAdvice: ({ meterSources }) => lookForAdvice({ sysfsRoot: meterSources.sysfsRoot }),
    runBenchmark,
    recordMeter,
    describeSuite: (places) => describeSuite(places, null),
    tabulateVariants,
    importModel,
    removeModel,
    quantize,
    listDownloads,
    downloadModels,
    enableProvider,
    disableProvider,
    findDevices,
    launcher: forkLauncher,
    openLaunchers: (places) => openLaunchers(forkLauncher(places), places, process.env),
    onInterrupt,
  };
}

/** `npm run joulemark` changes to the checkout first; a person means the folder that they stand in. */
function callersFolder(env: NodeJS.ProcessEnv): string {
  const byNpm = env['npm_lifecycle_event'] === 'joulemark' && env['npm_package_name'] === 'joulemark';
  return (byNpm && env['INIT_CWD']) || process.cwd();
}

function onInterrupt(stop: () => void, leave: () => void): () => void {
  let stopping = false;
  const onSignal = () => {
    if (stopping) {
      leave();
      process.exit(INTERRUPTED);
    }
    stopping = true;
    stop();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return () => {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  };
}
