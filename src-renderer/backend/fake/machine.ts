/** The machines on which the fake's run was "recorded". */
import type { MeterStatus } from '#core/record/schema.ts';
import type { Suite } from '#core/suite.ts';
import { NO_GPU } from './devices.ts';
import { LICENCES, TRAINED } from './models.ts';

export const RAPL = {
  status: 'used',
  id: 'rapl-powercap',
  tier: 'counter',
  domains: ['package', 'core'],
  summed: ['package'],
  source: '/sys/class/powercap/intel-rapl:0',
  deviceName: null,
  updatePeriodS: 0.001,
  resolutionJ: 0.000061,
  accuracyRatio: null,
  lastReading: 'package 3.4 W',
} satisfies MeterStatus;

/** On Windows: the processor's own counter, and the power that the NVIDIA driver reads. */
export const WINDOWS_METERS: readonly MeterStatus[] = [
  {
    ...RAPL,
    id: 'emi',
    domains: ['package', 'core', 'dram'],
    source: 'Energy Meter Interface, RAPL_Package0_PKG',
    lastReading: 'package 6.1 W',
  },
  {
    ...RAPL,
    id: 'nvidia-smi',
    tier: 'sensor',
    domains: ['gpu'],
    summed: ['gpu'],
    source: 'power.draw of GPU 0',
    updatePeriodS: 0.1,
    resolutionJ: null,
    lastReading: 'gpu 11.4 W',
  },
];

/** The same counter in a tree of files that somebody made. */
export const MADE_RAPL: MeterStatus = { ...RAPL, source: '/tmp/tree/class/powercap/intel-rapl:0' };

export const ESTIMATE = {
  status: 'used',
  id: 'estimate',
  tier: 'estimate',
  domains: ['package'],
  summed: ['package'],
  source: 'processor time × 7.5 W per core (TDP 15 W, 2 cores)',
  deviceName: null,
  updatePeriodS: null,
  resolutionJ: null,
  accuracyRatio: null,
  lastReading: null,
} satisfies MeterStatus;

export const NO_RAPL = {
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
} satisfies MeterStatus;

export const SUITE: Suite = {
  models: TRAINED,
  licences: LICENCES,
  devices: NO_GPU,
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
  onMains: true,
  synthetic: false,
};
