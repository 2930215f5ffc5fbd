import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import { faultOf } from '#web/faults.ts';

describe('faultOf', () => {
  it.each([
    ['std::bad_alloc', 'out-of-memory'],
    ['failed to allocate a buffer of size 4096.', 'out-of-memory'],
    ['WebAssembly.Memory.grow(): Array buffer allocation failed', 'out-of-memory'],
    ['Could not find an implementation for Einsum(12) node with name "e"', 'operator-unsupported'],
    ['ERROR_CODE: 9, ERROR_MESSAGE: NOT_IMPLEMENTED: int8 convolution', 'operator-unsupported'],
    ['A valid external Instance reference no longer exists: the device was lost', 'device-lost'],
    ['Failed to load model because protobuf parsing failed.', 'model-corrupt'],
    ['no available backend found. ERR: [webgpu] Error: Failed to get GPU adapter.', 'provider-missing'],
    ['no available backend found. ERR: [wasm] RuntimeError: abort', 'provider-failed'],
    ['something that nobody has seen', 'session-failed'],
  ])('takes "%s" for %s', (text, code) => {
    const fault = faultOf(new Error(text), 'session-failed', 'It did not load');
    expect(fault.code).toBe(code);
    expect(fault.message).toBe(`It did not load: ${text}`);
  });

  it('leaves a fault as it is', () => {
    const fault = new Fault('device-lost', 'gone');
    expect(faultOf(fault, 'internal', 'It')).toBe(fault);
  });

  it('has words for an exception that left WebAssembly without any', () => {
    expect(faultOf(4_711, 'inference-failed', 'It failed').message).toBe(
      'It failed: an exception inside WebAssembly (4711)',
    );
  });
});
