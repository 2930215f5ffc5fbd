/** Apple's IOReport through FFI: the energy channels of the processor, as whole counts. Needs no root. */
import { Fault } from '#core/errors.ts';
import { declare, loadFfi, openLibrary } from '../ffi.ts';

/** One channel of one sample. */
export interface IoChannel {
  readonly name: string;
  /** `mJ`, `uJ` or `nJ`. */
  readonly unit: string;
  /** Since some moment in the past; only differences count. */
  readonly value: bigint;
  /** How long ago the driver published it, s; null where it does not tell. */
  readonly ageS: number | null;
}

export interface IoReport {
  /** The subscribed channels of the group "Energy Model" now. */
  sample(): readonly IoChannel[];
  close(): void;
}

const GROUP = 'Energy Model';
const CHANNELS = 'IOReportChannels';
const UTF8 = 0x08000100;
const TEXT_BYTES = 256;

/** `IOReportElement` (IOKernelReportStructs.h): three numbers of 8 bytes each, then when it was published. */
const RAW = 'RawElements';
const TIMESTAMP_AT = 24;
const RAW_BYTES = 64;
/** What is older was not published but never filled in. */
const OLDEST_S = 60;

/** A pointer; 0 is none. */
type Ref = bigint;

/**
 * @param wanted which channels, by name: a large chip has hundreds, and each costs time in each sample
 * Faults `meter-missing` (no such library, no such group), `meter-unreadable`.
 */
export async function openIoReport(wanted: (name: string) => boolean): Promise<IoReport> {
  const api = await loadApi();
  const group = api.text(GROUP);
  const found = api.copyChannels(group, 0n, 0n, 0n, 0n);
  api.release(group);
  if (!found) throw new Fault('meter-missing', `IOReport has no group "${GROUP}": no Apple silicon`);
  const key = api.text(CHANNELS);
  const channels = api.mutableCopy(0n, 0n, found);
  const chosen = api.makeArray(0n, 0n, api.arrayCallbacks);
  for (const item of api.items(api.valueOf(found, key))) {
    if (wanted(api.string(api.nameOf(item)))) api.append(chosen, item);
  }
  api.setValue(channels, key, chosen);
  api.release(chosen);
  api.release(found);
  const subscribed: Ref[] = [0n];
  const subscription = api.subscribe(0n, channels, subscribed, 0n, 0n);
  const own = subscribed[0] ?? 0n;
  const raw = api.text(RAW);
  if (!subscription || !own) {
    for (const reference of [key, raw, channels]) api.release(reference);
    throw new Fault('meter-unreadable', 'IOReport refused a subscription');
  }
  return {
    sample() {
      const sample = api.createSample(subscription, own, 0n);
      if (!sample) throw new Fault('meter-unreadable', 'IOReport gave no sample');
      try {
        const list = api.valueOf(sample, key);
        if (!list) throw new Fault('meter-unreadable', 'IOReport gave a sample without channels');
        return api.items(list).map((item) => ({
          name: api.string(api.nameOf(item)),
          unit: api.string(api.unitOf(item)).trim(),
          value: BigInt(api.integerOf(item, 0)),
          ageS: api.ageS(api.valueOf(item, raw)),
        }));
      } finally {
        api.release(sample);
      }
    },
    close() {
      for (const reference of [key, raw, own, subscription, channels]) api.release(reference);
    },
  };
}

async function loadApi() {
  const ffi = await loadFfi();
  // Neither lies in the file system: the linker has them in its shared cache.
  const io = openLibrary(ffi, ['/usr/lib/libIOReport.dylib']);
  const core = openLibrary(ffi, ['/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation']);
  const system = openLibrary(ffi, ['/usr/lib/libSystem.B.dylib']);
  const now = declare<() => number | bigint>(system, 'uint64_t mach_absolute_time()');
  const timebase = declare<(info: Uint32Array) => number>(system, 'int mach_timebase_info(uint32_t *info)');
  const ratio = new Uint32Array(2);
  timebase(ratio);
  const dataBytes = declare<(data: Ref) => number | bigint>(core, 'long CFDataGetLength(void *data)');
  const dataAt = declare<(data: Ref) => Ref>(core, 'void *CFDataGetBytePtr(void *data)');
  const makeString = declare<(allocator: Ref, text: string, encoding: number) => Ref>(
    core,
    'void *CFStringCreateWithCString(void *allocator, const char *text, uint32_t encoding)',
  );
  const readString = declare<(text: Ref, buffer: Buffer, bytes: number, encoding: number) => boolean>(
    core,
    'bool CFStringGetCString(void *text, uint8_t *buffer, long bytes, uint32_t encoding)',
  );
  const count = declare<(array: Ref) => number | bigint>(core, 'long CFArrayGetCount(void *array)');
  const itemAt = declare<(array: Ref, index: number) => Ref>(
    core,
    'void *CFArrayGetValueAtIndex(void *array, long index)',
  );
  return {
    items: (array: Ref): Ref[] =>
      Array.from({ length: array ? Number(count(array)) : 0 }, (_, index) => itemAt(array, index)),
    ageS(data: Ref): number | null {
      if (!data || dataBytes(data) < RAW_BYTES) return null;
      const published = BigInt(ffi.decode(dataAt(data), TIMESTAMP_AT, 'uint64_t') as number | bigint);
      const [numerator = 0, denominator = 1] = ratio;
      const ageS = (Number(BigInt(now()) - published) * (numerator / denominator)) / 1e9;
      return ageS >= 0 && ageS < OLDEST_S ? ageS : null;
    },
    arrayCallbacks: core.symbol('kCFTypeArrayCallBacks') as Ref,
    makeArray: declare<(allocator: Ref, capacity: bigint, callbacks: Ref) => Ref>(
      core,
      'void *CFArrayCreateMutable(void *allocator, long capacity, void *callbacks)',
    ),
    append: declare<(array: Ref, item: Ref) => void>(
      core,
      'void CFArrayAppendValue(void *array, void *item)',
    ),
    setValue: declare<(dictionary: Ref, key: Ref, value: Ref) => void>(
      core,
      'void CFDictionarySetValue(void *dictionary, void *key, void *value)',
    ),
    text: (text: string) => makeString(0n, text, UTF8),
    string(reference: Ref): string {
      if (!reference) return '';
      const buffer = Buffer.alloc(TEXT_BYTES);
      if (!readString(reference, buffer, TEXT_BYTES, UTF8)) return '';
      return buffer.toString('utf8').split('\0', 1)[0] ?? '';
    },
    release: declare<(reference: Ref) => void>(core, 'void CFRelease(void *reference)'),
    mutableCopy: declare<(allocator: Ref, capacity: bigint, dictionary: Ref) => Ref>(
      core,
      'void *CFDictionaryCreateMutableCopy(void *allocator, long capacity, void *dictionary)',
    ),
    valueOf: declare<(dictionary: Ref, key: Ref) => Ref>(
      core,
      'void *CFDictionaryGetValue(void *dictionary, void *key)',
    ),
    copyChannels: declare<(group: Ref, subgroup: Ref, a: bigint, b: bigint, c: bigint) => Ref>(
      io,
      'void *IOReportCopyChannelsInGroup(void *group, void *subgroup, uint64_t a, uint64_t b, uint64_t c)',
    ),
    subscribe: declare<(a: Ref, channels: Ref, subscribed: Ref[], id: bigint, b: Ref) => Ref>(
      io,
      'void *IOReportCreateSubscription(void *a, void *channels, _Out_ void **subscribed, uint64_t id, void *b)',
    ),
    createSample: declare<(subscription: Ref, channels: Ref, a: Ref) => Ref>(
      io,
      'void *IOReportCreateSamples(void *subscription, void *channels, void *a)',
    ),
    nameOf: declare<(channel: Ref) => Ref>(io, 'void *IOReportChannelGetChannelName(void *channel)'),
    unitOf: declare<(channel: Ref) => Ref>(io, 'void *IOReportChannelGetUnitLabel(void *channel)'),
    integerOf: declare<(channel: Ref, a: number) => number | bigint>(
      io,
      'int64_t IOReportSimpleGetIntegerValue(void *channel, int32_t a)',
    ),
  };
}
