/** What a made machine runs a model on, and how the program would judge where it ran. */
import type { Provider } from '#core/configuration.ts';
import { covers } from '#core/energy/choose.ts';
import { judgePlacement, type PlacementJudgement } from '#core/placement-judge.ts';
import type { Adapter, Ran } from '#core/placement.ts';
import { claimedDevice } from '#core/providers.ts';
import type { Machine } from './machines.ts';
import { asMeter, type MadeMeter } from './meters.ts';

export interface Target {
  readonly provider: Provider;
  readonly unit: string | null;
  readonly engine: { readonly gmacsPerS: number; readonly idleW: number; readonly busyW: number };
  readonly ran: Ran;
  readonly placed: PlacementJudgement;
  /** Of the processor's time, while it waits for a GPU. */
  readonly onGpu: boolean;
}

/** A meter, and the targets whose energy it holds. */
export interface Setup {
  readonly meter: MadeMeter;
  readonly targets: readonly Target[];
}

const setups = new Map<string, readonly Setup[]>();

/** At least one, each with at least one target. */
export function setupsOf(machine: Machine): readonly Setup[] {
  const { kind } = machine;
  const known = setups.get(kind.cpuModel);
  if (known !== undefined) return known;
  const targets = [...processorTargets(machine), ...gpuTargets(machine)];
  const meters = [...kind.meters, ...(kind.gpu?.meter == null ? [] : [kind.gpu.meter])];
  const found = meters
    .map((meter) => ({ meter, targets: targets.filter((target) => sees(meter, target)) }))
    .filter((setup) => setup.targets.length > 0);
  setups.set(kind.cpuModel, found);
  return found;
}

function sees(meter: MadeMeter, { placed, ran }: Target): boolean {
  return covers(asMeter(meter), placed.device, ran.adapter);
}

function target(
  provider: Provider,
  unit: string | null,
  engine: Target['engine'],
  shares: Readonly<Record<string, number>>,
  adapter: Adapter | null,
): Target {
  const [, other] = Object.entries(shares);
  const ran: Ran = {
    placement: {
      timeRatio: shares,
      nodeRatio: shares,
      fallbacks:
        other === undefined
          ? []
          : [{ operator: 'Resize', provider: other[0], nodes: 2, timeRatio: other[1] }],
      examples: [],
    },
    adapter,
    tensorsOn: 'host',
  };
  const placed = judgePlacement({ provider, unit, device: claimedDevice({ provider, unit }) }, ran);
  return { provider, unit, engine, ran, placed, onGpu: placed.device !== 'cpu' };
}

function processorTargets({ kind }: Machine): Target[] {
  const own = [target('cpu', null, kind, { cpu: 1 }, null)];
  // WebAssembly has no wide vectors: the same processor is slower through it.
  if (kind.arch === 'x64')
    own.push(target('wasm', null, { ...kind, gmacsPerS: kind.gmacsPerS * 0.35 }, { cpu: 1 }, null));
  if (kind.cpuVendor !== 'Apple') return own;
  const neural: Adapter = {
    name: 'Apple Neural Engine',
    vendor: 'Apple',
    kind: 'npu',
    verified: false,
    evidence: 'Core ML does not tell what it computed on',
    fp16: true,
    memoryBytes: null,
  };
  const engine = { gmacsPerS: kind.gmacsPerS * 4, idleW: kind.idleW, busyW: kind.busyW * 0.4 };
  return [...own, target('coreml', 'all', engine, { coreml: 0.93, cpu: 0.07 }, neural)];
}

function gpuTargets({ kind: { gpu } }: Machine): Target[] {
  if (gpu === null) return [];
  return gpu.providers.map((provider) => {
    const adapter: Adapter = {
      ...gpu.adapter,
      verified: true,
      evidence: 'the only GPU that the system lists',
    };
    const shares: Readonly<Record<string, number>> =
      provider === 'cuda' ? { cuda: 1 } : { webgpu: 0.96, cpu: 0.04 };
    // WebGPU's kernels reach about half of what the maker's own do.
    const engine =
      provider === 'cuda' ? gpu : { ...gpu, gmacsPerS: gpu.gmacsPerS * 0.5, busyW: gpu.busyW * 0.8 };
    return target(provider, null, engine, shares, adapter);
  });
}
