import { describe, expect, it, vi } from 'vitest';
import type { BenchListener } from '#app/bench.ts';
import { SuiteSource } from '#app/suite-source.ts';
import type { Suite } from '#core/suite.ts';
import type { Places } from '#runner/places.ts';

const suite = (title: string) => ({ models: [{ title }] }) as unknown as Suite;

function setUp(plug: () => string | null = () => null) {
  const benches: { listener: BenchListener; kill: () => void }[] = [];
  const source = new SuiteSource(
    (_job, listener) => {
      const bench = { listener, kill: vi.fn(), cancel: vi.fn(), pause: vi.fn(), resume: vi.fn() };
      benches.push(bench);
      return bench;
    },
    () => ({ meterSources: { plugAddress: plug() } }) as Places,
    '33.2.1',
  );
  return { source, benches };
}

describe('SuiteSource', () => {
  it('probes in a process that it ends', async () => {
    const { source, benches } = setUp();
    const asked = source.get(false);
    benches[0]!.listener.onMessage({ kind: 'suite', suite: suite('a') });
    expect(await asked).toEqual(suite('a'));
    expect(benches[0]!.kill).toHaveBeenCalledOnce();
  });

  it('probes anew when asked again, but not twice at the same time', async () => {
    const { source, benches } = setUp();
    const both = [source.get(false), source.get(false)];
    expect(benches).toHaveLength(1);
    benches[0]!.listener.onMessage({ kind: 'suite', suite: suite('a') });
    await Promise.all(both);
    const again = source.get(false);
    benches[1]!.listener.onMessage({ kind: 'suite', suite: suite('b') });
    expect(await again).toEqual(suite('b'));
  });

  it('gives the last answer while something is measured', async () => {
    const { source, benches } = setUp();
    const asked = source.get(false);
    benches[0]!.listener.onMessage({ kind: 'suite', suite: suite('a') });
    await asked;
    expect(await source.get(true)).toEqual(suite('a'));
    expect(benches).toHaveLength(1);
  });

  it('says why when the process dies, and tries again the next time', async () => {
    const { source, benches } = setUp();
    const asked = source.get(false);
    benches[0]!.listener.onExit('crashed with SIGSEGV');
    await expect(asked).rejects.toMatchObject({ message: expect.stringContaining('SIGSEGV') });
    void source.get(false);
    expect(benches).toHaveLength(2);
  });

  it('probes anew, after what is under way, when another plug was set meanwhile', async () => {
    let plug: string | null = null;
    const { source, benches } = setUp(() => plug);
    const former = source.get(false);
    plug = '192.0.2.7';
    const [later, same] = [source.get(false), source.get(false)];
    expect(benches).toHaveLength(1);
    benches[0]!.listener.onMessage({ kind: 'suite', suite: suite('without') });
    expect(await former).toEqual(suite('without'));
    await vi.waitFor(() => expect(benches).toHaveLength(2));
    benches[1]!.listener.onMessage({ kind: 'suite', suite: suite('with') });
    expect(await Promise.all([later, same])).toEqual([suite('with'), suite('with')]);
    expect(benches).toHaveLength(2);
  });
});
