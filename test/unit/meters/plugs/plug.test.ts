import { describe, expect, it } from 'vitest';
import { Fault } from '#core/errors.ts';
import type { LevelMeter } from '#core/ports.ts';
import { parsePlugAddress } from '#meters/plugs/plug-address.ts';
import { probePlug, readPlug } from '#meters/plugs/plug.ts';
import { fakeEnvironment, fixture } from '#test/support/meters/fake-environment.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';

type Answers = Readonly<Record<string, string | Fault | (() => string)>>;

/** A plug at 192.0.2.7 that knows these paths. */
function plugged(answers: Answers, plugAddress = '192.0.2.7') {
  const clock = new VirtualClock();
  const asked: string[] = [];
  const environment = fakeEnvironment(clock, {
    plugAddress,
    async fetchText(url) {
      asked.push(url);
      // The network takes its time.
      await clock.sleep(0.02);
      const answer = answers[url.replace('http://192.0.2.7', '')];
      if (answer === undefined) throw new Fault('meter-unreadable', `${url} answered with status 404`);
      if (answer instanceof Fault) throw answer;
      return typeof answer === 'string' ? answer : answer();
    },
  });
  return {
    clock,
    asked,
    probe: () => probePlug(environment),
    read: () => readPlug(environment, plugAddress),
  };
}

const GEN1 = {
  '/shelly': fixture('smart_plug_shelly/gen1-shelly.json'),
  '/status': fixture('smart_plug_shelly/gen1-status.json'),
};
const shelly2 = (status: string) => ({
  '/shelly': '{"id":"made-000000","mac":"000000000000","model":"S4PL-MADE","gen":4,"auth_en":false}',
  '/rpc/Shelly.GetStatus': status,
});
const STRIP = shelly2(fixture('smart_plug_shelly/gen4-strip.json'));
const TASMOTA = {
  '/cm?cmnd=State': '{"Time":"2026-01-02T03:04:05","POWER":"ON"}',
  '/cm?cmnd=Status%208': fixture('smart_plug_tasmota/status8.json'),
};

async function levelOf(probe: ReturnType<typeof plugged>['probe']): Promise<LevelMeter> {
  const [result] = await probe();
  if (result?.ok !== true || result.meter.kind !== 'level') throw new Error(JSON.stringify(result));
  return result.meter;
}

describe('the plug', () => {
  it('is read once a second, at the wall, from outside', async () => {
    const { probe, clock } = plugged(GEN1);
    const meter = await levelOf(probe);
    expect(meter.info).toMatchObject({ tier: 'external', summed: ['wall'], updatePeriodS: 1 });
    const before = clock.nowS();
    const { atS, powerW } = await meter.read();
    expect([...powerW]).toEqual([['wall', 41.25]]);
    expect(atS).toBeCloseTo(before + 0.01, 6);
  });

  it('says what it is without address or serial number', async () => {
    const { source } = (await levelOf(plugged(GEN1).probe)).info;
    expect(source).toBe('Shelly plug (SHPLG-S, generation 1), meter:0');
  });

  it('asks nobody but the address that was given', async () => {
    const { probe, asked } = plugged(TASMOTA);
    expect((await levelOf(probe)).info.source).toBe('Tasmota plug, channel:0');
    expect(new Set(asked.map((url) => new URL(url).host))).toEqual(new Set(['192.0.2.7']));
  });

  it('is the outlet that the person names', async () => {
    const { probe } = plugged(STRIP, '192.0.2.7/1');
    expect([...(await (await levelOf(probe)).read()).powerW]).toEqual([['wall', 55.5]]);
  });

  it.each<[string, Answers, string, string, RegExp]>([
    ['has several outlets', STRIP, '192.0.2.7', 'meter-not-source', /has 3 outlets/],
    ['has no such outlet', STRIP, '192.0.2.7/3', 'meter-not-source', /has 3 outlets/],
    [
      'is switched off',
      STRIP,
      '192.0.2.7/2',
      'meter-not-source',
      /switched off: this computer cannot be on it/,
    ],
    ['shows 0 W', STRIP, '192.0.2.7/0', 'meter-not-source', /0 W: this computer does not draw/],
    [
      'is switched off (Tasmota)',
      { ...TASMOTA, '/cm?cmnd=State': '{"POWER":"OFF"}' },
      '192.0.2.7',
      'meter-not-source',
      /switched off/,
    ],
    [
      'wants a password',
      { '/shelly': '{"type":"SHPLG-S","auth":true}' },
      '192.0.2.7',
      'meter-no-permission',
      /asks for a password/,
    ],
    [
      'answers with a page',
      { '/shelly': '<html>Router</html>' },
      '192.0.2.7',
      'meter-unreadable',
      /neither a Shelly nor a Tasmota plug: .*web page/,
    ],
    [
      'answers with something',
      { '/shelly': '{"ok":true}', '/cm?cmnd=State': '[]' },
      '192.0.2.7',
      'meter-unreadable',
      /neither/,
    ],
    [
      'does not answer in time',
      { '/shelly': new Fault('meter-silent', 'no answer within 2 s') },
      '192.0.2.7',
      'meter-silent',
      /2 s/,
    ],
    [
      'measures nothing',
      shelly2('{"switch:0":{"id":0,"output":true}}'),
      '192.0.2.7',
      'meter-missing',
      /does not measure/,
    ],
    ['has no address', GEN1, 'http://192.0.2.7/', 'wrong-usage', /no address of a plug/],
  ])('is unavailable by name when it %s', async (_what, answers, address, code, message) => {
    const [result] = await plugged(answers, address).probe();
    expect(result).toMatchObject({ ok: false, id: 'plug', fault: { code } });
    expect(result?.ok === false && result.fault.message).toMatch(message);
  });

  it('is missing where nobody answers', async () => {
    const gone = new Fault('meter-missing', 'http://192.0.2.7/shelly cannot be reached');
    const [result] = await plugged({ '/shelly': gone, '/cm?cmnd=State': gone }).probe();
    expect(result).toMatchObject({ ok: false, fault: { code: 'meter-missing' } });
  });

  it('rejects a reading that goes wrong later, and reads on after it', async () => {
    let status = GEN1['/status'];
    const meter = await levelOf(plugged({ ...GEN1, '/status': () => status }).probe);
    status = '<html>firmware update</html>';
    await expect(meter.read()).rejects.toMatchObject({ code: 'meter-unreadable' });
    status = GEN1['/status'].replace('"ison": true', '"ison": false');
    await expect(meter.read()).rejects.toMatchObject({ code: 'meter-not-source' });
    status = GEN1['/status'].replace('"is_valid": true', '"is_valid": false');
    await expect(meter.read()).rejects.toMatchObject({ code: 'meter-missing' });
    status = GEN1['/status'];
    expect((await meter.read()).powerW.get('wall')).toBe(41.25);
  });

  it('is not looked for where no address was given, nor on a made machine', async () => {
    const clock = new VirtualClock();
    expect(await probePlug(fakeEnvironment(clock))).toEqual([]);
    expect(await probePlug(fakeEnvironment(clock, { plugAddress: '192.0.2.7', synthetic: true }))).toEqual(
      [],
    );
  });
});

describe('parsePlugAddress', () => {
  it.each([
    ['192.168.1.20', '192.168.1.20', null],
    [' plug.local:8080/1 ', 'plug.local:8080', 1],
    ['[fd00::1]:80', '[fd00::1]:80', null],
  ])('takes %j', (text, host, outlet) => {
    expect(parsePlugAddress(text)).toEqual({ host, outlet });
  });

  it.each(['', 'http://x', 'user:pass@host', 'host/path', 'host:99999', 'a b', '-x', 'host?x=1'])(
    'refuses %j',
    (text) => {
      expect(() => parsePlugAddress(text)).toThrow(expect.objectContaining({ code: 'wrong-usage' }) as Error);
    },
  );
});

describe('readPlug', () => {
  it('asks once and says what answered', async () => {
    const { read, asked } = plugged(GEN1);
    expect(await read()).toEqual({
      source: expect.stringMatching(/^Shelly plug \(.+generation 1\)/),
      powerW: expect.any(Number),
    });
    expect(asked).toEqual(['http://192.0.2.7/shelly', 'http://192.0.2.7/status']);
  });

  it.each([
    ['an address that is none', GEN1, 'http://192.0.2.7', 'wrong-usage'],
    ['a strip whose outlet was not said', STRIP, '192.0.2.7', 'meter-not-source'],
    ['something else that answers', { '/shelly': '<html>' }, '192.0.2.7', 'meter-unreadable'],
  ])('throws what would keep it from being a meter: %s', async (_name, answers, address, code) => {
    const thrown = await plugged(answers, address)
      .read()
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code });
  });
});
