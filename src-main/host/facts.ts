/** Facts of this machine from systeminformation, with its zeros and empty strings turned into null. */
import { arch, availableParallelism, cpus, totalmem, type } from 'node:os';
import { cpu, graphics, osInfo, system } from 'systeminformation';
import type { MachineFacts } from '#core/record/schema.ts';

/** Takes about a second; never during a run: it starts other programs. */
export async function readMachineFacts(): Promise<MachineFacts> {
  const [processor, os, board, cards] = await Promise.all([cpu(), osInfo(), system(), graphics()]);
  return {
    // The name as the system gives it: systeminformation takes words out of it.
    cpuModel: known(cpus()[0]?.model) ?? known(`${processor.manufacturer} ${processor.brand}`),
    cpuVendor: known(processor.vendor) ?? known(processor.manufacturer),
    physicalCores: positive(processor.physicalCores),
    logicalCpus: availableParallelism(),
    memoryBytes: positive(totalmem()),
    gpus: cards.controllers.flatMap((card) => known(card.model) ?? []),
    // `false` is also what it says when it found nothing out.
    virtualMachine: board.virtual || hypervisorName(processor.flags) ? true : null,
    osName: known(os.distro) ?? type(),
    osRelease: known(os.release),
    arch: arch(),
  };
}

const hypervisorName = (flags: string): boolean => flags.split(' ').includes('hypervisor');

function known(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' || /^(unknown|-|not available)$/i.test(trimmed) ? null : trimmed;
}

const positive = (value: number): number | null => (value > 0 ? value : null);
