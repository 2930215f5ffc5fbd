/**
 * Every value of signed lines, changed in every way. What nobody can check is listed here by name: all else is
 * caught even when a forger makes the id anew and signs with a key of their own.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { judgeFidelity } from '#core/fidelity.ts';
import { verifyLine, type VerifiedLine } from '#core/leaderboard/verify/verify.ts';
import { QUICK } from '#core/protocol/constants.ts';
import { openEstimate } from '#meters/estimate.ts';
import { isSignature } from '#store/keys/ed25519.ts';
import { fallback, sampleRan } from '#test/support/sample-ran.ts';
import { lineBy, newSigner } from '#test/support/signed-lines.ts';
import { simulatedLines } from '#test/support/simulation/simulated-lines.ts';
import { nvmlLike, type SimulationOptions } from '#test/support/simulation/simulated-run.ts';
import { pathsOf, pathText, tamperings, type Path, type Tampering } from '#test/support/tampering.ts';

type Document = Readonly<Record<string, unknown>>;

const agreement = { inputs: 32, cosine: 0.999, sqnrDb: 21, maxAbsError: 0.02, top1Agreement: 0.97 };
const bounds = { minSqnrDb: 25, minTop1Agreement: 0.95 };

/** On a card, with all that a line can hold; and on a processor by the estimate. */
const RUNS: Readonly<Record<string, SimulationOptions>> = {
  'a line of a card’s counter': {
    models: {
      net: {
        ...{ latencyS: 0.002, powerW: 100, drawsFrom: 'card' },
        asks: { provider: 'webgpu', device: 'gpu', precision: 'int8-dynamic' },
        ran: sampleRan({ webgpu: 0.9, cpu: 0.1 }, { placement: { fallbacks: [fallback('Clip', 0.1)] } }),
        fidelity: judgeFidelity(agreement, { passed: true, detail: 'it reads "42"' }, bounds),
      },
    },
    gpus: ['GeForce RTX 3060'],
    meters: (machine) => {
      const card = nvmlLike(machine);
      return [{ ...card, info: { ...card.info, accuracyRatio: 0.05 } }];
    },
    constants: QUICK,
    othersCpuSeconds: (atS) => 3 * Math.min(atS, 6),
    conditions: (atS) => ({ temperatureC: 40 + atS / 10 }),
  },
  'a line of the estimate': {
    models: {
      net: {
        ...{ latencyS: 0.01, powerW: 20, ran: sampleRan({ cpu: 1 }, { adapter: null }) },
        slowdown: (atS) => 1 + 0.02 * Math.sin(atS),
      },
    },
    meters: () => [openEstimate({ cpuModel: 'Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz', logicalCpus: 4 })],
    constants: QUICK,
  },
};

/**
 * What a forger with a key of their own can change, one value at a time, without being found out: what the machine, its
 * owner, the program and the meter say of themselves. Whoever invents a whole run, or scales all energies of one
 * consistently within what the machine can draw, is not found out either: a signature says who stands for a line, and
 * nobody but that key's owner can say more.
 */
const UNCHECKED: readonly string[] = [
  // The machine and the software.
  ...[
    'arch',
    'cpuModel',
    'cpuVendor',
    'gpus',
    'gpus[]',
    'logicalCpus',
    'memoryGiB',
    'osName',
    'osRelease',
  ].map((name) => `device.${name}`),
  'device.physicalCores',
  ...['electron', 'joulemark', 'node', 'onnxruntime'].map((name) => `software.${name}`),
  // The run. The hash tells models apart, the name is for people; what a person may choose is bounded only.
  ...[
    'runId',
    'seed',
    'constants',
    'constants.maxRounds',
    'constants.minRounds',
    'constants.timeLimitSeconds',
  ],
  ...['arena', 'model', 'spinning', 'threads', 'variantSha256', 'work.perInference'].map(
    (name) => `configuration.${name}`,
  ),
  // Where it ran: whatever leaves device, label and reasons as they are.
  ...['evidence', 'fp16', 'kind', 'memoryBytes', 'name', 'vendor'].map((name) => `adapter.${name}`),
  ...['fallbacks[].nodes', 'placement', 'placement.cpu', 'placementNodes', 'placementNodes.cpu'],
  // How its answers fare: whatever leaves the shortfalls as they are.
  ...['bounds.minTop1Agreement', 'inputs', 'maxAbsError', 'task', 'task.detail', 'top1Agreement'].map(
    (name) => `fidelity.${name}`,
  ),
  // The meter.
  ...['deviceName', 'id', 'resolutionJ', 'source', 'updatePeriodS'].map((name) => `meter.${name}`),
  // Raw readings: bounded, and in most windows something follows from them. An idle window that is not the only
  // reason for an idle power can be left out; a bucket in which no quantile lies can be another.
  ...['windows', 'windows[]', 'results.latencySketch[][]'],
  ...['cpuSeconds', 'startS', 'temperatureC', 'uncertaintyJ'].map((name) => `windows[].${name}`),
];

const owner = newSigner();
const forger = newSigner();
const NOW = { now: new Date('2026-06-01') };
const stateOf = (line: string) => verifyLine(line, isSignature, NOW).state;
const originals = new Map<string, Document>();
const paths: { readonly name: string; readonly path: Path }[] = [];

beforeAll(async () => {
  for (const [name, options] of Object.entries(RUNS)) {
    const [entry] = await simulatedLines(options);
    if (entry === undefined) throw new Error(`${name}: nothing to submit`);
    const document = JSON.parse(lineBy(owner, { ...entry.submission })) as Document;
    originals.set(name, document);
    paths.push(...pathsOf(document).map((path) => ({ name, path })));
  }
});

const documentOf = (name: string): Document => originals.get(name) as Document;
const allTamperings = (name: string): Tampering[] =>
  pathsOf(documentOf(name)).flatMap((path) => tamperings(documentOf(name), path));

/** Without a signature nothing tells that there was one: the same measurement, unsigned. */
const isUnsigned = ({ path, what }: Pick<Tampering, 'path' | 'what'>) =>
  pathText(path) === 'signature' && what === 'nulled';

/** What the program reads of it: without fields that it does not know, with defaults for those that may be left out. */
const meaningOf = ({ submission }: VerifiedLine): string =>
  JSON.stringify({ ...submission, id: null, signature: null });

/** The change says something else, and a forger signs it with success. */
function isUnseen(original: string, document: Document): boolean {
  const verified = verifyLine(lineBy(forger, document), isSignature, NOW);
  return verified.state === 'verified' && meaningOf(verified) !== original;
}

const unseen = new Map<string, readonly Tampering[]>();

function unseenUnderForgersKey(name: string): readonly Tampering[] {
  const original = meaningOf(verifyLine(JSON.stringify(documentOf(name)), isSignature, NOW));
  const found =
    unseen.get(name) ??
    allTamperings(name)
      .filter(({ path: [first] }) => first !== 'id' && first !== 'signature')
      .filter(({ document }) => isUnseen(original, document));
  unseen.set(name, found);
  return found;
}

const namesOf = (found: readonly Tampering[]): string[] => [
  ...new Set(found.map(({ path }) => pathText(path))),
];

describe.each(Object.keys(RUNS))('%s', (name) => {
  it('is verified as it was signed', () => {
    expect(verifyLine(JSON.stringify(documentOf(name)), isSignature, NOW)).toMatchObject({
      state: 'verified',
      reasons: [],
      signedBy: owner.publicKey,
    });
  });

  it('is altered or unreadable with any change of any value', () => {
    const missed = allTamperings(name)
      .filter((tampered) => !isUnsigned(tampered))
      .filter(({ document }) => !['altered', 'unreadable'].includes(stateOf(JSON.stringify(document))));
    expect(missed.map(({ path, what }) => `${pathText(path)} ${what}`)).toEqual([]);
  });

  it('is never verified by a new id alone', () => {
    const verified = allTamperings(name).filter(
      ({ document }) => stateOf(lineBy(null, document)) === 'verified',
    );
    expect(verified).toEqual([]);
  });

  it('is verified under a forger’s key only where the change is of what nobody can check', () => {
    const unlisted = namesOf(unseenUnderForgersKey(name)).filter((path) => !UNCHECKED.includes(path));
    expect(unlisted).toEqual([]);
  });
});

describe('all lines', () => {
  it('have nothing in the list of what nobody can check that is checked after all', () => {
    const found = new Set(Object.keys(RUNS).flatMap((name) => namesOf(unseenUnderForgersKey(name))));
    expect(UNCHECKED.filter((path) => !found.has(path))).toEqual([]);
  });

  it('show a change of any derived value by any amount that can be seen, whoever signs it', () => {
    const numbers = paths.filter(({ name, path }) => {
      const value = path.reduce<unknown>((at, key) => (at as Document)[key], documentOf(name));
      return typeof value === 'number' && isDerived(path);
    });
    expect(numbers.length).toBeGreaterThan(50);
    const property = fc.property(
      fc.constantFrom(...numbers),
      fc.double({ min: 1e-6, max: 10, noNaN: true }),
      ({ name, path }, nudge) => {
        const original = meaningOf(verifyLine(JSON.stringify(documentOf(name)), isSignature, NOW));
        const changed = tamperings(documentOf(name), path, nudge);
        return changed.every(
          ({ document }) => !isUnseen(original, document) && stateOf(JSON.stringify(document)) !== 'verified',
        );
      },
    );
    fc.assert(property, { numRuns: 250, seed: 6 });
  });
});

/** Follows from other values of the line. */
function isDerived(path: Path): boolean {
  const text = pathText(path);
  return (
    /^(?:results\.(?!latencySketch)|conditions\.)/.test(text) ||
    /^windows\[\]\.(?:idlePowerW|energyJ|energyByDomain\.)/.test(text)
  );
}
