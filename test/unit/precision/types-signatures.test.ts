import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { amend, makeNode } from '#precision/onnx/make.ts';
import { isKnownOperator, NEVER_HALF, signatureOf, type Slot } from '#precision/onnx/signatures.ts';

/** Operators on optional values or on types that no tensor has, or whose types are those of a graph inside them. */
const NOT_KNOWN = [
  ...['If', 'Loop', 'Scan', 'SequenceMap'],
  ...['Optional', 'OptionalGetElement', 'OptionalHasElement', 'SequenceEmpty'],
];

/** The formal type of an input or output in the operator's definition. */
interface Formal {
  readonly type: string;
  /** What its type variable may be; the type itself where it is no variable. */
  readonly may: string;
}

interface Definition {
  readonly name: string;
  readonly since: number;
  readonly inputs: readonly Formal[];
  readonly outputs: readonly Formal[];
}

const DEFINITIONS = readFileSync(join(import.meta.dirname, '../../fixtures/onnx/operator-types.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map(parse);

function parse(line: string): Definition {
  const [head = '', constraints = ''] = line.split('|');
  const [before = '', after = ''] = head.split('>');
  const [name = '', since = '', ...inputs] = before.trim().split(' ');
  const may = new Map(
    constraints
      .trim()
      .split(' ')
      .map((each) => each.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
  const formal = (text: string): Formal => {
    const type = text.replace(/[?*!]+$/, '');
    return { type, may: may.get(type) ?? type };
  };
  const outputs = after.trim().split(' ').filter(Boolean);
  return {
    name,
    since: Number(since),
    inputs: inputs.filter(Boolean).map(formal),
    outputs: outputs.map(formal),
  };
}

function nodeOf(name: string) {
  const [domain = '', op = ''] = name.includes(':') ? name.split(':') : ['', name];
  return amend(makeNode({ op, name: '', inputs: [], outputs: [] }), { domain });
}

const TYPE_NAMES: Readonly<Record<number, string>> = {
  1: 'tensor(float)',
  2: 'tensor(uint8)',
  6: 'tensor(int32)',
  7: 'tensor(int64)',
  8: 'tensor(string)',
  9: 'tensor(bool)',
};

/** A value on either side with the slot that our table has for it. */
function valuesOf({ name, since, inputs, outputs }: Definition): { formal: Formal; slot: Slot | null }[] {
  const signature = signatureOf(nodeOf(name), since);
  return [
    ...inputs.map((formal, at) => ({ formal, slot: signature?.input(at) ?? null })),
    ...outputs.map((formal, at) => ({ formal, slot: signature?.output(at) ?? null })),
  ];
}

const KNOWN = DEFINITIONS.filter(({ name }) => !NOT_KNOWN.includes(name));

describe('the table of signatures, against the definitions in onnx and ONNX Runtime', () => {
  it('knows every operator but those whose types no signature can give', () => {
    const names = new Set(DEFINITIONS.map(({ name }) => name));
    const missing = [...names].filter((name) => !isKnownOperator(nodeOf(name)));
    expect(missing.sort()).toEqual([...NOT_KNOWN].sort());
  });

  it('lets be float16 only what may be float16 as well as float32', () => {
    const wrong = KNOWN.flatMap((definition) =>
      valuesOf(definition)
        .filter(({ slot }) => slot?.kind === 'variable' && slot.name !== NEVER_HALF && !slot.isSequence)
        .filter(({ formal }) => formal.may === 'f' || formal.may === 'tensor(float)')
        .map(({ formal }) => `${definition.name}@${definition.since}: ${formal.type}`),
    );
    expect(wrong).toEqual([]);
  });

  it('forbids float16 only where the definition does', () => {
    const wrong = KNOWN.flatMap((definition) =>
      valuesOf(definition)
        .filter(
          ({ slot, formal }) => slot?.kind === 'variable' && slot.name === NEVER_HALF && formal.may === 'hf',
        )
        .map(() => `${definition.name}@${definition.since}`),
    );
    // What ONNX Runtime has float16 for on GPUs only, and whose weights are int8 anyhow.
    expect([...new Set(wrong)]).toEqual(['com.microsoft:QAttention@1']);
  });

  it('takes two types for equal only where the definition has one variable', () => {
    const wrong = KNOWN.flatMap((definition) => {
      const types = new Map<string, Set<string>>();
      for (const { formal, slot } of valuesOf(definition)) {
        if (slot?.kind !== 'variable' || slot.isSequence) continue;
        types.set(slot.name, new Set([...(types.get(slot.name) ?? []), formal.type]));
      }
      return [...types]
        .filter(([, formals]) => formals.size > 1)
        .map(
          ([variable, formals]) =>
            `${definition.name}@${definition.since}: ${variable} is ${[...formals].join()}`,
        );
    });
    expect(wrong).toEqual([]);
  });

  it('gives an output a fixed type only where the definition has no other', () => {
    const wrong = KNOWN.flatMap((definition) => {
      const signature = signatureOf(nodeOf(definition.name), definition.since);
      return definition.outputs.flatMap((formal, at) => {
        const slot = signature?.output(at);
        const ours = slot?.kind === 'fixed' ? TYPE_NAMES[slot.type] : undefined;
        return ours === undefined || formal.may === ours
          ? []
          : [`${definition.name}@${definition.since}: ${at}`];
      });
    });
    expect(wrong).toEqual([]);
  });

  it('has a slot for every value of every definition', () => {
    const wrong = KNOWN.filter((definition) => valuesOf(definition).some(({ slot }) => slot === null));
    expect(wrong.map(({ name, since }) => `${name}@${since}`)).toEqual([]);
  });
});
