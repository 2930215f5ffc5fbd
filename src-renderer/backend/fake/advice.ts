import type { AdviceReport } from '#core/advice.ts';

/** Of a machine that tells everything, and nothing speaks against measuring on it. */
export const ALL_WELL: AdviceReport = { advice: [], unread: [] };
