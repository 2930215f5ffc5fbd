/** Messages as they were thrown: here where it says so, elsewhere as people reported them. */
import { describe, expect, it } from 'vitest';
import type { FaultCode } from '#core/errors.ts';
import { codeOf, type Stage, withoutHostName } from '#inference/worker/providers/fault-patterns.ts';
import { missingLibraryIn } from '#inference/worker/providers/missing-library.ts';

const CUDA_CALL =
  '/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_call.cc:114 std::conditional_t<THRW, void, ' +
  'onnxruntime::common::Status> onnxruntime::CudaCall(ERRTYPE, const char*, const char*, SUCCTYPE, const char*, ' +
  'const char*, int) [with ERRTYPE = cudaError; bool THRW = true; SUCCTYPE = cudaError]';

const MESSAGES: readonly (readonly [from: string, stage: Stage, code: FaultCode, text: string])[] = [
  [
    'this machine without Vulkan, onnxruntime-node 1.30',
    'load',
    'provider-failed',
    '/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 onnxruntime::webgpu::WebGpuContext::' +
      'Initialize(const onnxruntime::webgpu::WebGpuContextConfig&)::<lambda()> adapter_result.status == ' +
      'wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters\n',
  ],
  [
    'this machine, onnxruntime-node 1.30',
    'load',
    'provider-missing',
    'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library',
  ],
  [
    'this machine, onnxruntime-node 1.30',
    'load',
    'provider-missing',
    'OrtSessionOptionsAppendExecutionProvider_TensorRT: Failed to load shared library',
  ],
  [
    'this machine, dml on Linux',
    'load',
    'provider-missing',
    'no available backend found. ERR: [dml] backend not found.',
  ],
  [
    'the library of onnxruntime-node 1.30',
    'load',
    'provider-missing',
    'CANN execution provider is not enabled in this build.',
  ],
  [
    'onnxruntime/mobius#316',
    'load',
    'provider-failed',
    `${CUDA_CALL} CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version ; GPU=-1 ; ` +
      'hostname=c4327188c000000 ; file=/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_execution_provider.cc ; ' +
      'line=336 ; expr=cudaSetDevice(info_.device_id);',
  ],
  [
    'deepinsight/insightface#2524',
    'load',
    'provider-failed',
    `${CUDA_CALL} CUDA failure 100: no CUDA-capable device is detected ; GPU=32712 ; hostname=HOME-PC ; line=245`,
  ],
  [
    'itsnine/yolov5-onnxruntime#20',
    'load',
    'provider-missing',
    `${CUDA_CALL} CUDA failure 101: invalid device ordinal ; GPU=0 ; hostname=4dbec2b03d4e ; expr=cudaSetDevice(…);`,
  ],
  [
    'microsoft/onnxruntime#25609',
    'load',
    'provider-failed',
    '[ONNXRuntimeError] : 1 : FAIL : Failed to load library libonnxruntime_providers_cuda.so with error: ' +
      'libcudnn.so.9: cannot open shared object file: No such file or directory',
  ],
  [
    'microsoft/onnxruntime#22016',
    'load',
    'provider-failed',
    '[ONNXRuntimeError] : 1 : FAIL : LoadLibrary failed with error 126 "" when trying to load ' +
      '"D:\\onnxruntime\\capi\\onnxruntime_providers_cuda.dll"',
  ],
  [
    'mlc-ai/web-llm#22, Dawn',
    'load',
    'provider-failed',
    'D3D12 create command queue failed with DXGI_ERROR_DEVICE_REMOVED (0x887A0005) at CheckHRESULTImpl',
  ],
  [
    'coreml_options.cc of ONNX Runtime',
    'load',
    'provider-failed',
    'The current system does not have Apple Neural Engine.',
  ],
  [
    'microsoft/onnxruntime#22700',
    'run',
    'device-lost',
    '[ONNXRuntimeError] : 1 : FAIL : D:\\a\\_work\\1\\s\\onnxruntime\\core\\providers\\dml\\DmlExecutionProvider\\src\\' +
      'ExecutionProvider.cpp(962)\\onnxruntime_pybind11_state.pyd!00007FFABA30B0B1: (caller: 00007FFABA30B740) ' +
      'Exception(3) tid(5a68) 887A0005 The GPU device instance has been suspended. Use GetDeviceRemovedReason to ' +
      'determine the appropriate action.',
  ],
  [
    'microsoft/onnxruntime#28495',
    'run',
    'device-lost',
    'DmlGraphFusionHelper.cpp(1078) ... 887A0006 The GPU will not respond to more commands, most likely because of ' +
      'an invalid command passed by the calling application.',
  ],
  [
    'C0untFloyd/roop-unleashed#32',
    'run',
    'device-lost',
    '[ONNXRuntimeError] : 1 : FAIL : CUDA failure 719: unspecified launch failure ; GPU=0 ; hostname=BALYN-OMAVEL ; ' +
      'file=D:\\a\\_work\\1\\s\\onnxruntime\\core\\providers\\cuda\\gpu_data_transfer.cc ; line=73',
  ],
  [
    'microsoft/onnxruntime#26312',
    'run',
    'device-lost',
    'CUDA failure 700: an illegal memory access was encountered ; GPU=0 ; hostname=1050ad4e',
  ],
  [
    'the library of onnxruntime-node 1.30',
    'run',
    'device-lost',
    'WebGPU device lost (2): Device was destroyed.',
  ],
  ['Dawn, in the same library', 'run', 'device-lost', '[Device "ort"] is lost.'],
  [
    'hacksider/Deep-Live-Cam#584',
    'run',
    'out-of-memory',
    '[ONNXRuntimeError] : 1 : FAIL : CUDA failure 2: out of memory ; GPU=0 ; hostname=DESKTOP-QUBEI',
  ],
  [
    'microsoft/onnxruntime#9939',
    'run',
    'out-of-memory',
    "[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : Non-zero status code returned while running FusedMatMul node. Name:'" +
      "MatMul_92_FusedMatMulAndScale' Status Message: /onnxruntime_src/onnxruntime/core/framework/bfc_arena.cc:331 " +
      'void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool) Failed to allocate memory for requested buffer ' +
      'of size 8388608000',
  ],
  [
    'this machine, four gibibytes on SwiftShader',
    'run',
    'out-of-memory',
    '/onnxruntime_src/onnxruntime/core/providers/webgpu/buffer_manager.cc:641 void onnxruntime::webgpu::' +
      'BufferManager::Download(WGPUBuffer, void*, size_t) const map_async_result.status == ' +
      'wgpu::MapAsyncStatus::Success was false. Failed to download data from buffer. wgpu::MapAsyncStatus value: 3, ' +
      'message: [Invalid Buffer (unlabeled)] is invalid due to a previous error.\n',
  ],
  [
    'this machine, a node of uint16',
    'load',
    'operator-unsupported',
    "Could not find an implementation for BitShift(11) node with name 'BitShift:b'",
  ],
  ['microsoft/onnxruntime#25195', 'run', 'out-of-memory', 'WebGPU device error(2): Out of memory'],
  ['the C++ library', 'load', 'out-of-memory', 'std::bad_alloc'],
  ['Microsoft’s C++ library', 'load', 'out-of-memory', 'bad allocation'],
  [
    'mlc-ai/web-llm#37, Dawn',
    'run',
    'out-of-memory',
    'vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY at CheckVkOOMThenSuccessImpl',
  ],
  [
    'microsoft/onnxruntime#24441',
    'load',
    'operator-unsupported',
    "[ONNXRuntimeError] : 9 : NOT_IMPLEMENTED : Could not find an implementation for EyeLike(9) node with name '" +
      "/blocks.0/intra_mossformer/EyeLike'",
  ],
  [
    'this machine, a model with an invented operator',
    'load',
    'operator-unsupported',
    'This is an invalid model. In Node, ("Invented:y", Invented, "", -1) : ("a": tensor(float),) -> ("y": ' +
      'tensor(float),) , Error No Op registered for Invented with domain_version of 13',
  ],
  [
    'this machine, the measured session without the processor behind it',
    'load',
    'fallback-refused',
    'This session contains graph nodes that are assigned to the default CPU EP, but fallback to CPU EP has been ' +
      'explicitly disabled by the user.',
  ],
  ['this machine, a file of zeros', 'load', 'model-corrupt', 'Load model failed:Protobuf parsing failed.'],
  ['this machine, a missing input', 'run', 'inference-failed', "input 'input' is missing in 'feeds'."],
  [
    'this machine, a wrong type',
    'load',
    'session-failed',
    "This is an invalid model. Type Error: Type 'tensor(float)' of input parameter (x) of operator (Reshape) in node " +
      '(Reshape:y) is invalid.',
  ],
];

describe('what ONNX Runtime says', () => {
  it.each(MESSAGES)('(%s) at %s is %s', (_from, stage, code, text) => {
    expect(codeOf(text, stage)).toBe(code);
  });

  it('the same lost device is a driver that fails before there is a session', () => {
    const text = '887A0005 The GPU device instance has been suspended.';
    expect([codeOf(text, 'load'), codeOf(text, 'run')]).toEqual(['provider-failed', 'device-lost']);
  });

  it('a node that only sounds like a lost device or memory is no such thing', () => {
    expect(codeOf("Non-zero status code while running Add node. Name:'lost_device_head'", 'run')).toBe(
      'inference-failed',
    );
    expect(codeOf('CUDA failure 7000: something new', 'run')).toBe('inference-failed');
  });
});

it('the name of the machine is taken out', () => {
  const text = 'CUDA failure 2: out of memory ; GPU=0 ; hostname=DESKTOP-QUBEI ; line=175';
  expect(withoutHostName(text)).toBe('CUDA failure 2: out of memory ; GPU=0 ; line=175');
});

it('the library that could not be opened is named without its folder', () => {
  const missing = 'cannot open shared object file: No such file or directory';
  expect(missingLibraryIn(`libcudnn.so.9: ${missing}`)).toBe('libcudnn.so.9');
  expect(missingLibraryIn(`/a/b/libonnxruntime_providers_shared.so: ${missing}`)).toBe(
    'libonnxruntime_providers_shared.so',
  );
  expect(missingLibraryIn("Module did not self-register: 'libc.so.6'.")).toBeNull();
});
