import { describe, expect, it } from 'vitest';
import { keyText, nameOfKey, parseKeyText, shortKey } from '#core/leaderboard/trusted.ts';

const KEY = '0123456789abcdef'.repeat(4);

describe('nameOfKey', () => {
  it('is the name, or null for an unknown key and for nobody', () => {
    const trusted = new Map([[KEY, 'lab']]);
    expect([KEY, 'f'.repeat(64), null].map((key) => nameOfKey(trusted, key))).toEqual(['lab', null, null]);
  });
});

describe('parseKeyText', () => {
  it('takes what keyText writes, and the digits alone, in either case', () => {
    for (const text of [keyText(KEY), KEY, KEY.toUpperCase(), `  ED25519:${KEY}\n`]) {
      expect(parseKeyText(text)).toBe(KEY);
    }
  });

  it.each(['', 'lab', KEY.slice(1), `${KEY}0`, `rsa:${KEY}`, `g${KEY.slice(1)}`, `ed25519:ed25519:${KEY}`])(
    'takes %j for no key',
    (text) => {
      expect(parseKeyText(text)).toBeNull();
    },
  );
});

describe('shortKey', () => {
  it('is the beginning, and says that there is more', () => {
    expect(shortKey(KEY)).toBe('0123456789ab…');
  });
});
