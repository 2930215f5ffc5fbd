import { expect, it } from 'vitest';
import { withoutCheck } from '#inference/worker/providers/native-fault.ts';

it('leaves out the check in ONNX Runtime’s source that stands before its words', () => {
  const text =
    '/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 onnxruntime::webgpu::WebGpuContext::' +
    'Initialize(const onnxruntime::webgpu::WebGpuContextConfig&)::<lambda()> adapter_result.status == ' +
    'wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters';
  expect(withoutCheck(text)).toBe('Failed to get a WebGPU adapter: No supported adapters');
});

it('keeps a check that is all there is, and every other text', () => {
  for (const text of ['/a/b.cc:1 f() x > 0 was false. ', 'Could not find an implementation for Det(11)']) {
    expect(withoutCheck(text)).toBe(text);
  }
});
