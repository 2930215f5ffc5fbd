/** Made machines: the kinds that there are, and how the machines of one kind differ. */
import type { Provider } from '#core/configuration.ts';
import type { Submission } from '#core/leaderboard/schema.ts';
import type { Adapter } from '#core/placement.ts';
import { between, oneOf, randomOf } from './draw.ts';
import {
  BATTERY,
  ESTIMATE,
  IOREPORT,
  JETSON,
  nvml,
  PI_PMIC,
  PLUG,
  radeon,
  RAPL,
  RAPL_SERVER,
  type MadeMeter,
} from './meters.ts';

/** What computes, and what it draws above idle. */
interface Engine {
  /** 10⁹ multiply-accumulates a second of fp32, all of it busy. */
  readonly gmacsPerS: number;
  readonly idleW: number;
  readonly busyW: number;
}

interface Gpu extends Engine {
  readonly adapter: Pick<Adapter, 'name' | 'vendor' | 'kind' | 'fp16' | 'memoryBytes'>;
  readonly providers: readonly Provider[];
  readonly meter: MadeMeter | null;
}

interface Kind extends Engine {
  readonly cpuModel: string;
  readonly cpuVendor: string;
  readonly cores: number;
  readonly logical: number;
  readonly arch: 'x64' | 'arm64';
  readonly systems: readonly (readonly [name: string, release: string])[];
  readonly memoryGiB: readonly number[];
  readonly gpu: Gpu | null;
  /** Meters that see the processor. */
  readonly meters: readonly MadeMeter[];
}

export interface Machine {
  readonly kind: Kind;
  readonly device: Submission['device'];
  /** Of this one among its kind, about 1: silicon, cooling, memory. */
  readonly speed: number;
  readonly thirst: number;
  /** Relative noise of a window's energy. */
  readonly noise: number;
  readonly electron: boolean;
}

const LINUX = [
  ['Debian GNU/Linux', '12'],
  ['Ubuntu', '24.04'],
  ['Ubuntu', '22.04'],
  ['Fedora Linux', '42'],
] as const;
const WINDOWS = [['Microsoft Windows 11 Pro', '10.0.26100']] as const;
const MACOS = [
  ['macOS', '15.5'],
  ['macOS', '14.7'],
] as const;

const GIB = 2 ** 30;
const nvidia = (name: string, gmacsPerS: number, idleW: number, busyW: number, memoryGiB: number): Gpu => ({
  gmacsPerS,
  idleW,
  busyW,
  adapter: { name, vendor: 'NVIDIA', kind: 'discrete', fp16: true, memoryBytes: memoryGiB * GIB },
  providers: ['cuda', 'webgpu'],
  meter: nvml(name),
});
const integrated = (name: string, vendor: string, gmacsPerS: number, busyW: number): Gpu => ({
  gmacsPerS,
  idleW: 0,
  busyW,
  adapter: { name, vendor, kind: 'integrated', fp16: true, memoryBytes: 2 * GIB },
  providers: ['webgpu'],
  meter: null,
});

const INTEL = { cpuVendor: 'Intel', arch: 'x64', systems: [...LINUX, ...WINDOWS] } as const;
const AMD = { cpuVendor: 'AMD', arch: 'x64', systems: LINUX } as const;
const ARM = { cpuVendor: 'ARM', arch: 'arm64', systems: LINUX } as const;
const APPLE = { cpuVendor: 'Apple', arch: 'arm64', systems: MACOS, meters: [IOREPORT, PLUG] } as const;
const laptop = [RAPL, BATTERY, ESTIMATE];
const desktop = [RAPL, PLUG, ESTIMATE];
const engine = (gmacsPerS: number, idleW: number, busyW: number): Engine => ({ gmacsPerS, idleW, busyW });

// prettier-ignore
const KINDS: readonly Kind[] = [
  { ...INTEL, cpuModel: 'Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz', cores: 4, logical: 8, ...engine(110, 2.1, 14), memoryGiB: [8, 16], gpu: null, meters: laptop },
  { ...INTEL, cpuModel: '11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz', cores: 4, logical: 8, ...engine(210, 2.4, 24), memoryGiB: [16, 32], gpu: integrated('Intel Iris Xe Graphics', 'Intel', 420, 13), meters: laptop },
  { ...INTEL, cpuModel: 'Intel(R) Core(TM) i5-12400', cores: 6, logical: 12, ...engine(330, 6, 58), memoryGiB: [16, 32], gpu: nvidia('NVIDIA GeForce RTX 3060', 2900, 14, 150, 12), meters: desktop },
  { ...INTEL, cpuModel: 'Intel(R) Core(TM) Ultra 7 155H', cores: 16, logical: 22, ...engine(410, 3.2, 34), memoryGiB: [16, 32], gpu: integrated('Intel Arc Graphics', 'Intel', 800, 19), meters: laptop },
  { ...INTEL, cpuModel: 'Intel(R) N100', cores: 4, logical: 4, ...engine(52, 2.2, 8), memoryGiB: [8, 16], gpu: null, meters: [RAPL, PLUG] },
  { ...INTEL, cpuModel: 'Intel(R) Xeon(R) Gold 6248 CPU @ 2.50GHz', cores: 20, logical: 40, ...engine(820, 48, 128), memoryGiB: [96, 192], gpu: null, meters: [RAPL_SERVER, ESTIMATE] },
  { ...AMD, cpuModel: 'AMD Ryzen 5 5600X 6-Core Processor', cores: 6, logical: 12, ...engine(360, 16, 61), memoryGiB: [16, 32], gpu: nvidia('NVIDIA GeForce RTX 4070', 6400, 13, 175, 12), meters: desktop },
  { ...AMD, cpuModel: 'AMD Ryzen 7 7840U w/ Radeon 780M Graphics', cores: 8, logical: 16, ...engine(450, 3.8, 27), memoryGiB: [16, 32, 64], gpu: integrated('AMD Radeon 780M', 'AMD', 1100, 21), meters: laptop },
  { ...AMD, cpuModel: 'AMD Ryzen 9 7950X 16-Core Processor', cores: 16, logical: 32, ...engine(1250, 31, 148), memoryGiB: [64, 128], gpu: { ...nvidia('AMD Radeon RX 7800 XT', 5100, 17, 190, 16), adapter: { name: 'AMD Radeon RX 7800 XT', vendor: 'AMD', kind: 'discrete', fp16: true, memoryBytes: 16 * GIB }, providers: ['webgpu'], meter: radeon('AMD Radeon RX 7800 XT') }, meters: desktop },
  { ...AMD, cpuModel: 'AMD EPYC 7763 64-Core Processor', cores: 64, logical: 128, ...engine(2600, 92, 210), memoryGiB: [256, 512], gpu: null, meters: [RAPL_SERVER, ESTIMATE] },
  { ...APPLE, cpuModel: 'Apple M1', cores: 8, logical: 8, ...engine(340, 0.4, 15), memoryGiB: [8, 16], gpu: null },
  { ...APPLE, cpuModel: 'Apple M3 Pro', cores: 12, logical: 12, ...engine(640, 0.5, 24), memoryGiB: [18, 36], gpu: null },
  { ...ARM, cpuModel: 'Cortex-A76', cores: 4, logical: 4, ...engine(31, 2.2, 5.1), memoryGiB: [4, 8], gpu: null, meters: [PI_PMIC, PLUG] },
  { ...ARM, cpuModel: 'ARMv8 Processor rev 1 (v8l)', cores: 6, logical: 6, ...engine(48, 3.1, 7.4), memoryGiB: [8], gpu: { ...integrated('Orin', 'NVIDIA', 640, 8), providers: ['cuda'] }, meters: [JETSON] },
  { ...INTEL, cpuModel: 'Intel(R) Xeon(R) CPU @ 2.20GHz', cores: 2, logical: 4, ...engine(70, 9, 22), memoryGiB: [16], gpu: null, meters: [ESTIMATE] },
];

const machines = new Map<string, Machine>();

/** The same machine for the same number, however often it is asked for. */
export function machineOf(seed: number, index: number): Machine {
  const key = `${seed}/${index}`;
  const known = machines.get(key);
  if (known !== undefined) return known;
  const random = randomOf(seed ^ 0x6d61, index);
  const kind = oneOf(random, KINDS);
  const [osName, osRelease] = oneOf(random, kind.systems);
  const machine: Machine = {
    kind,
    device: {
      cpuModel: kind.cpuModel,
      cpuVendor: kind.cpuVendor,
      physicalCores: kind.cores,
      logicalCpus: kind.logical,
      gpus: kind.gpu?.adapter.name == null ? [] : [kind.gpu.adapter.name],
      virtualMachine: kind.meters.length === 1 && kind.meters[0] === ESTIMATE,
      osName,
      osRelease,
      arch: kind.arch,
      memoryGiB: oneOf(random, kind.memoryGiB),
    },
    speed: between(random, 0.82, 1.12),
    thirst: between(random, 0.85, 1.2),
    noise: between(random, 0.003, 0.014),
    electron: random() < 0.5,
  };
  machines.set(key, machine);
  return machine;
}
