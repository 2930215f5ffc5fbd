/** Figures of runs on more than the processor. */
import type { LeftOut, Row } from '#core/record/schema.ts';
import { adapter, SWIFTSHADER } from './devices.ts';
import type { Figures } from './record.ts';

/** Outputs that are those of fp32 on the CPU, but for rounding. */
const SAME: Row['fidelity'] = {
  inputs: 32,
  cosine: 1,
  sqnrDb: 96.4,
  maxAbsError: 0.000_031,
  top1Agreement: 1,
  task: { passed: true, detail: 'same answer as fp32' },
  bounds: { minSqnrDb: 40, minTop1Agreement: 1 },
  holds: true,
  shortfalls: [],
};

const ON_WASM: Partial<Row> = { provider: 'wasm', fidelity: SAME };

/** The orientation classifier, whose 18 `Clip` nodes no WebGPU kernel takes. */
const CLIP_ON_CPU: Partial<Row> = {
  placement: { webgpu: 0.962, cpu: 0.038 },
  placementNodes: { webgpu: 0.9, cpu: 0.1 },
  fallbacks: [{ operator: 'Clip', provider: 'cpu', nodes: 18, timeRatio: 0.038 }],
  reasons: ['cpu executed 3.8 % of the node time and 10 % of the nodes; Clip ran on cpu'],
  fidelity: SAME,
};

const ALL_ON_WEBGPU: Partial<Row> = {
  placement: { webgpu: 1 },
  placementNodes: { webgpu: 1 },
  fidelity: SAME,
};

const UHD: Partial<Row> = {
  provider: 'webgpu',
  device: 'gpu',
  adapter: adapter('integrated', 'Intel UHD Graphics 620', { vendor: 'Intel' }),
};

export const LAPTOP_FIGURES: readonly Figures[] = [
  ['silero-vad', 'fp32', 1, 2.38, 3.11, 0.028, 0.198],
  ['silero-vad', 'fp32', 2, 3.92, 5.02, 0.03, 0.331, ON_WASM],
  ['ppocr-cls', 'fp32', 3, 33.1, 41.9, 0.016, 3.02, { ...UHD, ...CLIP_ON_CPU }],
  ['ppocr-cls', 'fp32', 4, 55.9, 70.4, 0.014, 4.27],
  ['ppocr-det', 'fp32', 5, 1180, 1420, 0.02, 88, { ...UHD, ...ALL_ON_WEBGPU, tensorsOn: 'device' }],
  ['ppocr-det', 'fp32', 6, 2470, 2990, 0.042, 151],
];

const NVIDIA: Partial<Row> = {
  provider: 'dml',
  unit: '0',
  device: 'gpu',
  adapter: adapter('discrete', 'NVIDIA GeForce RTX 4060 Laptop GPU', {
    vendor: 'NVIDIA',
    evidence: 'DXGI lists it under this number',
  }),
  tier: 'sensor',
  domains: ['gpu'],
  placement: { dml: 1 },
  placementNodes: { dml: 1 },
  fidelity: SAME,
};

const NPU: Partial<Row> = {
  provider: 'webnn',
  unit: 'npu',
  device: 'npu',
  deviceVerified: false,
  adapter: adapter(null, null, {
    verified: false,
    evidence: 'the page’s context says nothing of what it computes on, and Windows lists one NPU',
  }),
  placement: { webnn: 1 },
  placementNodes: { webnn: 1 },
  fidelity: SAME,
};

/** A GPU whose driver was lost. */
const ON_ARC: Partial<Row> = { ...NVIDIA, unit: '1' };

const UNMETERED: Partial<Row> = {
  tier: null,
  domains: [],
  verdict: 'incomplete',
  reasons: ['No meter covers what it ran on.'],
  rank: null,
  netJ: null,
  grossJ: null,
  ci95: null,
};

export const WINDOWS_FIGURES: readonly Figures[] = [
  ['silero-vad', 'fp32', 1, 1.94, 2.6, 0.026, 0.171],
  ['ppocr-cls', 'fp32', 2, 40.7, 52.2, 0.021, 3.4],
  ['ppocr-cls', 'fp32', 3, 61.2, 79.5, 0.02, 5.1, ON_WASM],
  ['ppocr-cls', 'fp32', 1, 18.4, 29.9, 0.03, 0.92, NVIDIA],
  ['ppocr-det', 'fp32', 2, 702, 940, 0.03, 21.7, NVIDIA],
  ['ppocr-cls', 'fp32', 0, 0, 0, 0.03, 2.2, { ...NPU, ...UNMETERED }],
  ['ppocr-cls', 'fp32', 0, 0, 0, 0.03, 1.8, ON_ARC],
  ['ppocr-det', 'fp32', 0, 0, 0, 0.03, 41, ON_ARC],
];

const ON_SWIFTSHADER: Partial<Row> = { provider: 'webgpu', adapter: SWIFTSHADER };

/** On the software adapter even less runs there than was asked for: its row counts as the processor's. */
const MOSTLY_CPU: Partial<Row> = {
  ...ON_SWIFTSHADER,
  ranAs: 'cpu',
  placement: { cpu: 0.71, webgpu: 0.29 },
  placementNodes: { cpu: 0.33, webgpu: 0.67 },
  fallbacks: [
    { operator: 'LSTM', provider: 'cpu', nodes: 2, timeRatio: 0.66 },
    { operator: 'com.microsoft.QuickGelu', provider: 'cpu', nodes: 4, timeRatio: 0.0497 },
    { operator: 'If', provider: 'cpu', nodes: 1, timeRatio: 0.0003 },
  ],
  reasons: [
    'ran as cpu: webgpu executed 29 % of the node time and 67 % of the nodes; LSTM and com.microsoft.QuickGelu ran on cpu',
  ],
  fidelity: SAME,
};

export const SOFTWARE_FIGURES: readonly Figures[] = [
  ['silero-vad', 'fp32', 1, 2.38, 3.11, 0.028, 0.198],
  ['silero-vad', 'fp32', 1, 2.44, 3.2, 0.03, 0.21, { spinning: false }],
  ['silero-vad', 'fp32', 3, 3.92, 5.02, 0.03, 0.331, ON_WASM],
  ['silero-vad', 'fp32', 4, 9.4, 12.1, 0.03, 1.31, MOSTLY_CPU],
  ['ppocr-cls', 'fp32', 5, 55.9, 70.4, 0.014, 4.27],
  ['ppocr-cls', 'int8-dynamic', 6, 88.1, 104, 0.031, 7.9, ON_WASM],
  ['ppocr-cls', 'fp32', 7, 7900, 8400, 0.033, 565, { ...ON_SWIFTSHADER, ...CLIP_ON_CPU }],
];

const NO_FP16 = 'the shaders of SwiftShader have no fp16';
const NO_KERNEL = 'webgpu has no kernel for DynamicQuantizeLSTM';

export const LEFT_OUT: readonly LeftOut[] = [
  ...['ppocr-det', 'ppocr-rec', 'ppocr-cls', 'silero-vad'].map((model) => ({
    model,
    precision: 'fp16' as const,
    target: 'webgpu',
    reason: NO_FP16,
  })),
  { model: 'silero-vad', precision: 'int8-dynamic', target: 'webgpu', reason: NO_KERNEL },
  { model: 'silero-vad', precision: 'int8-static', target: 'webgpu', reason: NO_KERNEL },
  {
    model: 'ppocr-rec',
    precision: null,
    target: null,
    reason: 'its file was altered after it was installed',
  },
];
