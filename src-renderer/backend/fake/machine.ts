/** The machines on which the fake's run was "recorded". */
import type { MeterStatus } from '#core/record/schema.ts';
import type { Suite } from '#core/suite.ts';

export const RAPL = {
  status: 'used',
  id: 'rapl-powercap',
  tier: 'counter',
  domains: ['package', 'core'],
  summed: ['package'],
  source: '/sys/class/powercap/intel-rapl:0',
  updatePeriodS: 0.001,
  resolutionJ: 0.000061,
  accuracyRatio: null,
  lastReading: 'package 3.4 W',
} satisfies MeterStatus;

/** The same counter in a tree of files that somebody made. */
export const MADE_RAPL: MeterStatus = { ...RAPL, source: '/tmp/tree/class/powercap/intel-rapl:0' };

export const ESTIMATE = {
  status: 'used',
  id: 'estimate',
  tier: 'estimate',
  domains: ['package'],
  summed: ['package'],
  source: 'processor time × 7.5 W per core (TDP 15 W, 2 cores)',
  updatePeriodS: null,
  resolutionJ: null,
  accuracyRatio: null,
  lastReading: null,
} satisfies MeterStatus;

export const NO_RAPL: MeterStatus = {
  status: 'unavailable',
  id: 'rapl-powercap',
  tier: 'counter',
  domains: ['package', 'core'],
  fix: 'sudo groupadd --force energy\nsudo chgrp -R energy /sys/class/powercap/intel-rapl:0',
  fault: {
    code: 'meter-no-permission',
    message: '/sys/class/powercap/intel-rapl:0/energy_uj may not be read by this user.',
    remedy: 'The meter exists but is not readable; see README, "Permissions".',
  },
};

const sha = (digit: string): string => digit.repeat(64);

const model = (id: string, title: string, task: string, digit: string): Suite['models'][number] => ({
  id,
  title,
  task,
  source: 'npm',
  packageLicence: 'MIT',
  weightsLicence: 'Apache-2.0',
  sha256: sha(digit),
  kind: 'trained',
  inDefaultSuite: true,
  cost: { macs: 1_200_000_000, parameters: 1_100_000, bytes: 4_700_000 },
  work: { unit: 'inference', perInference: 1 },
  takes: [{ name: 'x', type: 'float32', dims: [1, 3, 480, 640], meaning: 'picture, planes blue, green, red' }],
  precisions: ['fp32', 'int8-dynamic'],
  usualPrecisions: ['fp32', 'int8-dynamic'],
  bounds: { minSqnrDb: 18, minTop1Agreement: null },
});

export const SUITE: Suite = {
  models: [
    model('ppocr-det', 'PP-OCRv4 detection', 'Finds text in an image', 'a'),
    model('ppocr-rec', 'PP-OCRv4 recognition', 'Reads a line of text', 'b'),
    model('ppocr-cls', 'PP-OCRv4 orientation', 'Tells upright text from upside-down', 'c'),
    model('silero-vad', 'Silero VAD v6', 'Tells speech from silence', 'd'),
  ],
  providers: ['cpu'],
  machine: {
    cpuModel: 'Intel Core i5-8250U',
    cpuVendor: 'GenuineIntel',
    physicalCores: 4,
    logicalCpus: 8,
    memoryBytes: 16 * 2 ** 30,
    gpus: [],
    virtualMachine: false,
    osName: 'Debian GNU/Linux 12',
    osRelease: null,
    arch: 'x64',
  },
  software: { joulemark: '0.1.0', onnxruntime: '1.30.0', node: '20.18.1', electron: '33.2.1' },
  meters: [RAPL, { ...ESTIMATE, status: 'available' }],
  synthetic: false,
};
