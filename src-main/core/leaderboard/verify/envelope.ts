/**
 * The most that what a meter covers can draw, W. Each bound is far above any machine that exists, since an honest
 * line that is refused does more harm than a forged one that is merely extravagant: joules that win a board are low.
 */
import type { Domain } from '../../provenance.ts';
import type { Submission } from '../schema.ts';

/**
 * One processor package draws up to 500 W today (AMD EPYC 9965, Intel Xeon 6980P) and desktop ones without a limit
 * about 400 W; the engine refuses RAPL above 1000 W a package. A process may be confined to two processors of a
 * machine whose counter covers all of it, hence a base that holds for any package.
 */
const PACKAGE_BASE_W = 1000;
/** Eight sockets of 60 cores at 350 W are 2.9 W a logical processor. */
const PER_CPU_W = 10;
/** 12 TB in 96 modules at some 10 W each; fewer in all smaller machines. */
const DRAM_BASE_W = 200;
const DRAM_PER_CPU_W = 5;
/** One card: 700 W (NVIDIA H100 SXM), 1000 to 1400 W (B200, B300, MI355X); the engine's own bound for a board. */
const CARD_W = 3000;
/** A module: 54 W (Jetson Orin) to 275 W (Apple M3 Ultra) and 760 W (AMD MI300A, whose GPU is in its socket). */
const SOC_W = 1500;
/** Accelerators on a card reach 150 W (Qualcomm Cloud AI 100); inside a processor some 10 W. */
const NPU_W = 600;
/** The largest notebook adapters deliver 330 W, and a battery feeds no more than the machine takes. */
const BATTERY_W = 600;
/** A workstation or server without accelerators, beside what its processors and cards take. */
const MACHINE_BASE_W = 2500;
/** Where nobody knows what cards a machine has: what the meters themselves take for a reading at most. */
const MACHINE_W = 20_000;

type Machine = Pick<Submission, 'device' | 'configuration'>;

/** W, of one domain on that machine. */
export function mostPowerW(domain: Domain, { device, configuration }: Machine): number {
  const cpus = Math.max(device.logicalCpus, device.physicalCores ?? 0);
  const packageW = PACKAGE_BASE_W + PER_CPU_W * cpus;
  switch (domain) {
    case 'package':
    case 'core':
    case 'uncore':
      return packageW;
    case 'dram':
      return DRAM_BASE_W + DRAM_PER_CPU_W * cpus;
    case 'gpu':
      return CARD_W;
    case 'npu':
      return NPU_W;
    case 'soc':
      return SOC_W;
    case 'battery':
      return BATTERY_W;
    case 'psys':
    case 'wall': {
      const hasUnknownCards = device.gpus.length === 0 && configuration.device !== 'cpu';
      const knownW = MACHINE_BASE_W + PER_CPU_W * cpus + CARD_W * device.gpus.length;
      return hasUnknownCards ? MACHINE_W : Math.min(MACHINE_W, knownW);
    }
  }
}
