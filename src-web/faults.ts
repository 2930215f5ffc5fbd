/** From what ONNX Runtime or the browser throws to a fault with a name. Both give text only. */
import { Fault, type FaultCode } from '#core/errors.ts';

/** The first that fits. */
const SIGNS: readonly (readonly [RegExp, FaultCode])[] = [
  [/device (?:is |was |has been )?lost|device loss|DXGI_ERROR_DEVICE/i, 'device-lost'],
  [
    /out of memory|bad_alloc|bad allocation|allocation failed|failed to allocate|cannot enlarge memory|could not allocate/i,
    'out-of-memory',
  ],
  [/exceeds the max(?:imum)? (?:buffer|storage)|larger than the maximum buffer size/i, 'out-of-memory'],
  [/could not find an implementation|not[ _]implemented|no opset import/i, 'operator-unsupported'],
  [/protobuf|INVALID_GRAPH/i, 'model-corrupt'],
  [
    /failed to get (?:a )?(?:GPU|WebGPU) adapter|no supported adapters|is not supported in (?:the )?current environment/i,
    'provider-missing',
  ],
  [
    /no available backend found|failed to (?:create|request) (?:a )?(?:device|context|MLContext)/i,
    'provider-failed',
  ],
];

/** `otherwise`: what it is where nothing is known of the text. `what`: e.g. `The inference failed`. */
export function faultOf(cause: unknown, otherwise: FaultCode, what: string): Fault {
  if (cause instanceof Fault) return cause;
  const reason = reasonOf(cause);
  const code = SIGNS.find(([sign]) => sign.test(reason))?.[1] ?? otherwise;
  return new Fault(code, `${what}: ${reason}`, { cause });
}

export function reasonOf(cause: unknown): string {
  // C++ exceptions leave WebAssembly as addresses where it was built without their texts.
  if (typeof cause === 'number') return `an exception inside WebAssembly (${cause})`;
  return cause instanceof Error ? cause.message : String(cause);
}
