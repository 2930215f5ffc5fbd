import { it } from 'vitest';
import * as ort from 'onnxruntime-node';
import { probeModel, probeInput, PROBE_INPUT } from '#models/builders/probe.ts';
it('x', async () => {
const bytes = probeModel();
console.log(bytes.length);
const s = await ort.InferenceSession.create(bytes, { intraOpNumThreads: 1 });
const x = new ort.Tensor('float32', probeInput(), [...PROBE_INPUT.dims]);
const r = await s.run({ x });
console.log(JSON.stringify([...r['y']!.data as Float32Array].map((v)=>Number(v.toPrecision(7)))));
const t=performance.now(); for(let i=0;i<200;i++) await s.run({x}); console.log((performance.now()-t)/200,'ms');
});
