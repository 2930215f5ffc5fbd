/**
 * The small model by which devices are tried: operators that every provider has, enough work (29 million
 * multiply-accumulates) that processor time says something, and an answer that is known.
 */
import { conv, relu } from './convolution.ts';
import { Network } from './network.ts';
import { seededValues } from './seeded.ts';

const INPUT_DIMS = [1, 3, 64, 64] as const;
const OUTPUT_DIMS = [1, 8, 1, 1] as const;

export const PROBE_INPUT = { name: 'x', type: 'float32', dims: [...INPUT_DIMS] } as const;
export const PROBE_OUTPUT = { name: 'y', type: 'float32', dims: [...OUTPUT_DIMS] } as const;

/** Always the same bytes: weights are seeded by their names. */
export function probeModel(): Uint8Array {
  const network = new Network('device_probe');
  const image = network.input(PROBE_INPUT.name, INPUT_DIMS);
  const stem = layer(network, '/stem', image, { from: 3, to: 32, stride: 2 });
  const first = layer(network, '/first', stem, { from: 32, to: 32, stride: 1 });
  const second = layer(network, '/second', first, { from: 32, to: 32, stride: 1 });
  const third = layer(network, '/third', second, { from: 32, to: 32, stride: 1 });
  const sum = network.node('Add', '', [third, stem]);
  const pooled = network.node('GlobalAveragePool', '/pool', [sum]);
  const scores = conv(network, '/head', pooled, { from: 32, to: OUTPUT_DIMS[1], kernel: 1, gain: 1 });
  network.output(PROBE_OUTPUT.name, scores, OUTPUT_DIMS);
  return network.bytes(13);
}

function layer(
  network: Network,
  path: string,
  input: string,
  { from, to, stride }: { from: number; to: number; stride: number },
): string {
  return relu(network, path, conv(network, path, input, { from, to, kernel: 3, stride, gain: 2 }));
}

export function probeInput(): Float32Array {
  return seededValues('device_probe.x', 3 * 64 * 64, 1);
}

/** What the model answers to its input, recorded from ONNX Runtime's CPU provider at fp32; a test holds it to that. */
export const PROBE_ANSWER: readonly number[] = [
  0.03331864, -0.07240464, -0.01351772, 0.09992394, -0.1652648, 0.06980971, 0.1704771, 0.0586614,
];

/**
 * The most that an answer may differ, as a share of its largest value. Providers that compute in fp16 (Core ML) or
 * TF32 (CUDA) stay far below; a wrong answer does not.
 */
export const PROBE_TOLERANCE_RATIO = 0.03;
