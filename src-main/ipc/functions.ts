/** Holds for an interface whose members are all functions. */
export type Functions<C> = { [K in keyof C]: (...args: never[]) => unknown };
