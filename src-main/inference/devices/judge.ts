/** From what a trial showed to the state of a target: what ran where, not what was asked for. */
import { Fault } from '#core/errors.ts';
import type { DeviceState } from '#core/devices.ts';
import { isSoftwareAdapter, type NeuralProcessor } from '#core/graphics.ts';
import type { Adapter, Placement } from '#core/placement.ts';
import { claimedDevice, PROVIDER_FACTS, targetName, type Target } from '#core/providers.ts';
import type { TrialRun } from './environment.ts';

/** Below this share of node time another provider did the work, as for a row of a benchmark. */
const OWN_SHARE = 0.5;

export interface Judgement {
  readonly state: DeviceState;
  /** Why it is not `ready`; null where it is. */
  readonly fault: Fault | null;
}

export function judge(
  target: Target,
  { ran, cpuRatio }: TrialRun,
  npus: readonly NeuralProcessor[],
): Judgement {
  const { placement, adapter } = ran;
  const own = placement.timeRatio[PROVIDER_FACTS[target.provider].placedAs] ?? 0;
  if (own < OWN_SHARE) return fellBack(target, own, placement);
  if (adapter !== null && isSoftware(adapter)) return software(target, adapter);
  const claimed = claimedDevice(target);
  if (claimed === 'cpu') return { state: 'ready', fault: null };
  const computed = deviceOf(adapter);
  if (computed !== null && computed !== claimed) return computedOn(target, computed, adapter);
  if (adapter?.verified === true) return { state: 'ready', fault: null };
  return unverified(target, adapter, cpuRatio, npus);
}

function isSoftware({ kind, name }: Adapter): boolean {
  return kind === 'software' || (name !== null && isSoftwareAdapter(name));
}

/** null: the adapter does not say. */
function deviceOf(adapter: Adapter | null): 'cpu' | 'gpu' | 'npu' | null {
  switch (adapter?.kind) {
    case 'discrete':
    case 'integrated':
      return 'gpu';
    case 'npu':
    case 'cpu':
      return adapter.kind;
    default:
      return null;
  }
}

function fellBack(target: Target, own: number, { timeRatio }: Placement): Judgement {
  const others = Object.entries(timeRatio)
    .filter(([provider]) => provider !== PROVIDER_FACTS[target.provider].placedAs)
    .sort(([, a], [, b]) => b - a)
    .map(([provider, share]) => `${provider} ${percent(share)}`);
  const message = `${targetName(target)} executed ${percent(own)} of the node time of a small model; ${others.join(', ')}`;
  const remedy = 'Rows of this target say where their work went. Choose another one to measure a device.';
  return { state: 'fell-back', fault: new Fault('provider-failed', message, { remedy }) };
}

function computedOn(target: Target, device: string, adapter: Adapter | null): Judgement {
  const name = adapter?.name === null || adapter === null ? '' : ` (${adapter.name})`;
  const message = `${targetName(target)} computed on the ${device.toUpperCase()}${name}: ${adapter?.evidence ?? ''}`;
  const remedy = `Choose a target that claims the ${device.toUpperCase()}, so that its rows say what they are.`;
  return { state: 'fell-back', fault: new Fault('provider-failed', message, { remedy }) };
}

function software(target: Target, { name, evidence }: Adapter): Judgement {
  const what = name ?? 'a software adapter';
  const message = `${targetName(target)} runs on ${what}: the processor does the work (${evidence})`;
  const remedy = 'Its rows are labelled software and never ranked as a GPU.';
  return { state: 'software', fault: new Fault('provider-missing', message, { remedy }) };
}

function unverified(
  target: Target,
  adapter: Adapter | null,
  cpuRatio: number | null,
  npus: readonly NeuralProcessor[],
): Judgement {
  const device = claimedDevice(target).toUpperCase();
  const says = adapter?.evidence ?? 'nothing tells which adapter was used';
  const sentences = [
    `${targetName(target)} runs, and the platform does not say whether on the ${device}: ${says}`,
    ...(device === 'NPU' ? [npuSentence(npus)] : []),
    ...(cpuRatio === null ? [] : [cpuSentence(cpuRatio)]),
  ];
  const remedy = 'Its rows are labelled unverified.';
  return { state: 'unverified', fault: new Fault('provider-failed', sentences.join('. '), { remedy }) };
}

function npuSentence(npus: readonly NeuralProcessor[]): string {
  if (npus.length === 0) return 'The system names no NPU';
  return `The system names ${npus.map(({ name }) => name).join(', ')}`;
}

/** The signature of an accelerator is that the processor's own time falls. It does not tell a GPU from an NPU. */
function cpuSentence(cpuRatio: number): string {
  const share = percent(cpuRatio);
  return `An inference took ${share} of the processor time that it takes on the CPU provider`;
}

const percent = (ratio: number): string => `${Math.round(100 * ratio)} %`;
