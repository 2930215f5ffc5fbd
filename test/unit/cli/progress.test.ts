import { describe, expect, it } from 'vitest';
import { progressBar } from '#cli/bench/progress-bar.ts';
import { progressLines } from '#cli/bench/progress-lines.ts';
import { configurationInWords } from '#cli/bench/progress-view.ts';
import type { Progress } from '#core/events.ts';
import { sink } from '#test/support/fake-cli.ts';
import { sampleRow } from '#test/support/sample-record.ts';

const step = (changes: Partial<Progress>): Progress => ({
  doneRatio: 0.25,
  timeLeftS: 65,
  phase: 'measuring',
  round: 0,
  current: sampleRow(),
  window: null,
  ...changes,
});

describe('progress in a log', () => {
  it('is a line for each preparation and each round', () => {
    const output = sink();
    const view = progressLines(output);
    view.show(step({ phase: 'preparing', timeLeftS: null }));
    view.show(step({ phase: 'warming-up' }));
    view.show(step({ phase: 'idle', current: null }));
    view.show(step({}));
    view.show(step({ current: sampleRow({ precision: 'int8-dynamic' }) }));
    view.show(step({ round: 1, timeLeftS: null }));
    view.say('a notice');
    view.end();
    expect(output.text()).toBe(
      'preparing silero-vad fp32 cpu\nround 1, 1 min 05 s left\nround 2, time left not known yet\na notice\n',
    );
  });
});

describe('a configuration in progress', () => {
  it('is named by its target, and by settings that are not the usual ones', () => {
    const words = (changes: Parameters<typeof sampleRow>[0]) => configurationInWords(sampleRow(changes));
    expect(words({ provider: 'webnn', unit: 'npu' })).toBe('silero-vad fp32 webnn:npu');
    expect(words({ spinning: false, arena: false })).toBe('silero-vad fp32 cpu no-spinning no-arena');
  });
});

describe('progress on a terminal', () => {
  it('is a bar with the time left and the current configuration, drawn at once', () => {
    const output = sink(100);
    const view = progressBar(output);
    view.show(step({}));
    expect(output.text()).toContain(
      '#####............... 25 % | 1 min 05 s left | round 1: measuring silero-vad fp32 cpu',
    );
    view.show(step({ doneRatio: 0.5, phase: 'idle', current: null, timeLeftS: 40 }));
    expect(output.text()).toContain('##########.......... 50 % | 40 s left | measuring idle power');
    view.end();
  });

  it('draws nothing when nothing has changed', () => {
    const output = sink(100);
    const view = progressBar(output);
    view.show(step({}));
    const drawn = output.text();
    view.show(step({}));
    expect(output.text()).toBe(drawn);
    view.end();
  });

  it('makes way for a notice and comes back below it', () => {
    const output = sink(100);
    const view = progressBar(output);
    view.show(step({}));
    view.say('a notice');
    const [before, after] = output.text().split('a notice\n');
    expect(before!.endsWith('\u001b[2K')).toBe(true);
    expect(after).toContain('25 %');
    view.end();
  });

  it('leaves the terminal as it was, with lines that wrap', () => {
    const output = sink(100);
    const view = progressBar(output);
    view.show(step({}));
    view.end();
    view.end();
    const text = output.text();
    expect(text.lastIndexOf('\u001b[?7h')).toBeGreaterThan(text.lastIndexOf('\u001b[?7l'));
    expect(text.endsWith('\u001b[2K')).toBe(true);
  });
});
