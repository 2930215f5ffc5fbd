/** Which candidates run on integers, given what is known of their values. */
import type { NodeProto } from '../onnx/messages.ts';
import type { StaticLayer } from './layers.ts';
import type { Candidate, GraphPlan, Left } from './plan.ts';

export interface Chosen extends Candidate {
  /** The Relu or Clip that the quantization of the output takes the place of, or that comes before it. */
  readonly cut: NodeProto | null;
  /** The value that it makes, behind `cut`. */
  readonly output: string;
  /** The output becomes integers; else it stays float (a matrix product that something in float reads). */
  readonly quantizesOutput: boolean;
  /** Whose range the output has: its own, or that of the value that was moved. */
  readonly rangeOf: string;
}

export interface Selection {
  readonly chosen: ReadonlyMap<NodeProto, Chosen>;
  /** Layers that could run on integers but for their values. */
  readonly left: readonly Left[];
  /** The values whose ranges may be needed, whatever later turns out to stay in float. */
  readonly values: ReadonlySet<string>;
  /** The value whose range another has: that which was moved, or itself. */
  rangeOf(value: string): string;
}

/** What keeps a candidate in float, in words; null where nothing does. */
export interface Obstacles {
  value(name: string): string | null;
  layer(layer: StaticLayer): string | null;
}

/** As if everything could be quantized. */
export const NO_OBSTACLES: Obstacles = { value: () => null, layer: () => null };

/**
 * Layers that are worth it run on integers wherever their values allow it. A weak candidate does where
 * everything it reads is made by an integer operator or fed to the model, and everything that reads it is an
 * integer operator: the largest such set, found by taking away what does not fit until all fits.
 */
export function select(plan: GraphPlan, obstacles: Obstacles): Selection {
  const obstacle = (value: string): string | null => obstacles.value(value);
  const left: Left[] = [];
  const alive = new Map<NodeProto, Candidate>();
  for (const candidate of plan.candidates) {
    const why = candidate.layer && layerObstacle(candidate, candidate.layer, obstacles);
    if (why === null) alive.set(candidate.node, candidate);
    // A weak layer was not looked at where it could not run on integers anyway.
    else left.push({ node: candidate.node, why: candidate.weak ?? why });
  }
  const makers = new Map<string, Candidate>();
  for (const candidate of alive.values()) makers.set(outputOf(candidate), candidate);

  const readByIntegersOnly = (value: string): boolean => {
    const readers = plan.readers.get(value) ?? [];
    const readsIt = (node: NodeProto): boolean => alive.get(node)?.inputs.includes(value) ?? false;
    return readers.length > 0 && !plan.usedElsewhere.has(value) && readers.every(readsIt);
  };
  const isMadeAsIntegers = (value: string): boolean => {
    const maker = makers.get(value);
    if (maker === undefined || !alive.has(maker.node)) return false;
    return maker.layer?.kind === 'Conv' || (readByIntegersOnly(value) && obstacle(value) === null);
  };
  const fits = (candidate: Candidate): boolean =>
    candidate.inputs.every((value) => isMadeAsIntegers(value) || (candidate.layer && plan.fed.has(value))) &&
    readByIntegersOnly(outputOf(candidate)) &&
    (candidate.keepsRange || obstacle(outputOf(candidate)) === null);
  for (let changed = true; changed;) {
    changed = false;
    for (const candidate of alive.values()) {
      if (candidate.weak === null || fits(candidate)) continue;
      alive.delete(candidate.node);
      if (candidate.layer) left.push({ node: candidate.node, why: candidate.weak });
      changed = true;
    }
  }

  const chosen = new Map<NodeProto, Chosen>();
  const values = new Set<string>();
  const ranges = new Map<string, string>();
  for (const candidate of alive.values()) {
    // Even if it comes from what moves values: that may yet stay in float, where the range is its own.
    if (candidate.layer) values.add(candidate.layer.activation);
    const quantizesOutput = isMadeAsIntegers(outputOf(candidate));
    const cut = quantizesOutput ? candidate.cut : null;
    const output = quantizesOutput ? outputOf(candidate) : (candidate.node.output[0] ?? '');
    const [input = ''] = candidate.inputs;
    const rangeOf = candidate.keepsRange ? (ranges.get(input) ?? input) : output;
    if (quantizesOutput) values.add(rangeOf);
    ranges.set(output, rangeOf);
    chosen.set(candidate.node, { ...candidate, cut, output, quantizesOutput, rangeOf });
  }
  return { chosen, left, values, rangeOf: (value) => ranges.get(value) ?? value };
}

function outputOf({ node, cut }: Candidate): string {
  return (cut ?? node).output[0] ?? '';
}

function layerObstacle(candidate: Candidate, layer: StaticLayer, obstacles: Obstacles): string | null {
  const input = obstacles.value(layer.activation);
  if (input !== null) return `its input ${input}`;
  // A convolution's result is always quantized; a product's may stay float.
  const output = layer.kind === 'Conv' ? obstacles.value(outputOf(candidate)) : null;
  return output === null ? obstacles.layer(layer) : `its output ${output}`;
}
