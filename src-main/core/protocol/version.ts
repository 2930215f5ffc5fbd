/**
 * In every record. It changes whenever a change could move a number: different versions never
 * share a ranking.
 */
export const METHOD_VERSION = 2;
