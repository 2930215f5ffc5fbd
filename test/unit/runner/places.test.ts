import { describe, expect, it } from 'vitest';
import { findPlaces, withPlug } from '#runner/places.ts';

describe('withPlug', () => {
  it('takes the plug that a person set', () => {
    const places = findPlaces({});
    expect(withPlug(places, '192.0.2.7')).toEqual({
      ...places,
      meterSources: { ...places.meterSources, plugAddress: '192.0.2.7' },
    });
    expect(withPlug(places, null)).toEqual(places);
  });

  it('lets what was given at the start go first', () => {
    const places = findPlaces({ JOULEMARK_PLUG: '192.0.2.9' });
    expect(withPlug(places, '192.0.2.7').meterSources.plugAddress).toBe('192.0.2.9');
  });
});
