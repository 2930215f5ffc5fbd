/** What a person may say about a model of their own when it is imported. Plain data. */

/**
 * How 8-bit values of pictures become floats. `unit`: 0 … 1. `signed`: −1 … 1. `imagenet`: 0 … 1, less the mean and
 * divided by the deviation that torchvision's models were trained with. An input of type uint8 takes the bytes as they are.
 */
export const NORMALISATIONS = ['unit', 'signed', 'imagenet'] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];

/** Shapes that a person gave, by input. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** What a model is run on. */
export interface InputWishes {
  readonly shapes: Shapes;
  /** Absolute path of a folder or a file; null: inputs are made. The window has the id of what was chosen in its place. */
  readonly inputs: string | null;
  readonly normalisation: Normalisation;
}

export interface ImportWishes extends InputWishes {
  /** null: from the file's name. */
  readonly id: string | null;
  /** The output whose last axis holds scores of classes; null: guessed; 'none': there is none. */
  readonly classes: string | null;
  /** What a reduced precision must keep; null: nothing is asked. */
  readonly minSqnrDb: number | null;
}

/** All is guessed. */
export const NO_WISHES: ImportWishes = {
  ...{ id: null, shapes: {}, inputs: null, normalisation: NORMALISATIONS[0] },
  ...{ classes: null, minSqnrDb: null },
};

/** `1,3,224,224`, also with `x` or `×` between them; nothing: a scalar, which has no sizes. null: no sizes. */
export function sizesFrom(text: string): number[] | null {
  if (text.trim() === '') return [];
  const sizes = text.trim().split(/\s*[,x×]\s*/);
  return sizes.every((size) => /^\d{1,9}$/.test(size)) ? sizes.map(Number) : null;
}
