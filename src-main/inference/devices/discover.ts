/** Finds out what a machine has to run models on: what the binding lists, then a real session, then its placement. */
import type { DeviceStatus } from '#core/devices.ts';
import { Fault } from '#core/errors.ts';
import { isSoftwareAdapter, vendorName } from '#core/graphics.ts';
import type { Adapter } from '#core/placement.ts';
import { claimedDevice, PROVIDER_FACTS, targetName, type Target } from '#core/providers.ts';
import { factsOfAdapter, type CardFacts } from './cards.ts';
import type { DeviceEnvironment, Trial } from './environment.ts';
import { fixFor } from './fixes.ts';
import { judge } from './judge.ts';
import { targetsToTry } from './targets.ts';

/**
 * One after the other, since they would disturb each other, and the processor first. null: all that there could be
 * here. A device that does not work is a status with its reason; rejects only with `interrupted`, where a trial ends
 * in it.
 */
export async function discover(
  environment: DeviceEnvironment,
  targets: readonly Target[] | null,
): Promise<DeviceStatus[]> {
  const statuses: DeviceStatus[] = [];
  for (const target of targetsToTry(environment, targets)) {
    const trial = reasonNotToTry(target, environment) ?? (await tried(target, environment));
    statuses.push(statusOf(target, trial, environment));
  }
  return statuses;
}

async function tried(target: Target, environment: DeviceEnvironment): Promise<Trial> {
  const trial = await environment.tryTarget(target).catch((error: unknown) => faultOf(error));
  if (trial instanceof Fault && trial.code === 'interrupted') throw trial;
  return trial;
}

function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  return new Fault('internal', error instanceof Error ? error.message : String(error), { cause: error });
}

/** What needs no session to be known: there would be nothing to open it with. */
function reasonNotToTry(target: Target, environment: DeviceEnvironment): Fault | null {
  const { backends, web, platform, arch } = environment;
  const { runtime, title } = PROVIDER_FACTS[target.provider];
  if (runtime === 'web') return web;
  if (backends instanceof Fault) return backends;
  const backend = backends.find(({ name }) => name === target.provider);
  if (backend === undefined) {
    const message = `ONNX Runtime for ${platform} ${arch} has no provider ${target.provider} (${title})`;
    return new Fault('provider-missing', message, {
      remedy: 'Run "joulemark devices" without --providers to see what there is here.',
    });
  }
  if (backend.installed) return null;
  return new Fault('provider-missing', 'The libraries are not installed: they come by a step of their own', {
    remedy: 'It is undone as easily, and takes nothing from the other providers.',
  });
}

function statusOf(target: Target, trial: Trial, environment: DeviceEnvironment): DeviceStatus {
  const found = trial instanceof Fault ? null : trial.ran.adapter;
  const facts = factsOf(target, trial, environment);
  const adapter = found !== null && found.name !== null ? found : (softwareAdapter(facts) ?? found);
  const { state, fault } =
    trial instanceof Fault
      ? { state: 'unavailable' as const, fault: refused(target, trial, adapter) }
      : judge(target, { ...trial, ran: { ...trial.ran, adapter } }, environment.npus);
  return {
    ...target,
    target: targetName(target),
    runtime: PROVIDER_FACTS[target.provider].runtime,
    device: claimedDevice(target),
    state,
    vendor: oneName(adapter?.vendor ?? facts.vendor),
    name: adapter?.name ?? facts.model,
    driver: facts.driver,
    memoryBytes: facts.memoryBytes ?? adapter?.memoryBytes ?? null,
    adapter,
    placement: trial instanceof Fault ? null : trial.ran.placement,
    fault: fault?.toWire() ?? null,
    fix: fault === null ? null : fixFor(target, state, fault, environment),
  };
}

/** `nvidia` and `NVIDIA Corporation` are one maker to people. */
const oneName = (vendor: string | null): string | null => vendorName(vendor) ?? vendor;

/**
 * What the system says of what the target computed on, or would have: never of a device that it may not have used.
 * Where nothing is verified, the adapter's own vendor or name must lead to the entry.
 */
function factsOf(target: Target, trial: Trial, environment: DeviceEnvironment): CardFacts {
  const { graphics, processor, npus } = environment;
  const device = claimedDevice(target);
  if (device === 'cpu') return { ...UNKNOWN, vendor: processor.vendor, model: processor.model };
  const adapter = trial instanceof Fault ? null : trial.ran.adapter;
  if (adapter?.kind === 'npu') {
    const [npu, ...others] = npus;
    return npu === undefined || others.length > 0
      ? UNKNOWN
      : { ...UNKNOWN, vendor: npu.vendor, model: npu.name };
  }
  const isGpu = adapter?.kind === 'discrete' || adapter?.kind === 'integrated';
  if (device === 'npu' && !isGpu) return UNKNOWN;
  const isKnown = adapter !== null && (adapter.verified || adapter.vendor !== null || adapter.name !== null);
  if (!(trial instanceof Fault) && !isKnown) return UNKNOWN;
  return factsOfAdapter(target.provider, target.unit, adapter, graphics);
}

const UNKNOWN: CardFacts = { vendor: null, model: null, driver: null, memoryBytes: null };

/** DirectML counts a software adapter and runs on none (ONNX Runtime, dml_provider_factory.cc). */
function refused(target: Target, fault: Fault, adapter: Adapter | null): Fault {
  if (adapter === null) return fault;
  const message = `${targetName(target)} is ${adapter.name}, which is no GPU but the processor: ${fault.message}`;
  return new Fault(fault.code, message, { cause: fault, remedy: 'Choose one of the other adapters.' });
}

/** An adapter of which the provider says nothing, and whose name in the system's list says enough. */
function softwareAdapter({ model, vendor }: CardFacts): Adapter | null {
  if (model === null || !isSoftwareAdapter(model)) return null;
  return {
    name: model,
    vendor,
    kind: 'software',
    verified: true,
    evidence: "its name in the system's list",
    fp16: null,
    memoryBytes: null,
  };
}
