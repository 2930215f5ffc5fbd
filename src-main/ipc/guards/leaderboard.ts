import { z } from 'zod';
import { PRECISIONS, PROVIDERS } from '#core/configuration.ts';
import { BEST_OF } from '#core/leaderboard/choose.ts';
import { revocationSchema } from '#core/leaderboard/revocation.ts';
import { TIERS } from '#core/provenance.ts';
import type { LeaderboardCalls } from '../calls/leaderboard.ts';
import { id, type GuardsOf } from './guard.ts';

const some = <T extends z.ZodType>(value: T) => z.array(value).min(1).max(100).nullable();
const query = z.strictObject({
  filter: z.strictObject({
    models: some(z.string().min(1).max(200)),
    precisions: some(z.enum(PRECISIONS)),
    providers: some(z.enum(PROVIDERS)),
    devices: some(z.enum(['cpu', 'gpu', 'npu'])),
    tiers: some(z.enum(TIERS)),
    sinceMs: z.number().nullable(),
    verifiedOnly: z.boolean(),
  }),
  best: z.enum(BEST_OF).nullable(),
  everyRun: z.boolean(),
  key: z.string().max(1000).nullable(),
  top: z.int().min(1).max(100_000),
});
const submissionId = z.string().regex(/^[0-9a-f]{64}$/);
const revokeRequest = z.strictObject({
  sourceId: id,
  submissionId,
  reason: revocationSchema.shape.reason.refine((text) => !/\p{Cc}/u.test(text), 'holds control characters'),
});

export const LEADERBOARD_GUARDS: GuardsOf<LeaderboardCalls> = {
  listBoards: z.tuple([]),
  chooseBoard: z.tuple([z.enum(['file', 'folder'])]),
  openBoardAddress: z.tuple([z.string().min(1).max(2000)]),
  forgetBoard: z.tuple([id]),
  makeBoardTarget: z.tuple([id]),
  browseBoard: z.tuple([id, query]),
  verifyBoard: z.tuple([id]),
  copyBoardLine: z.tuple([id, submissionId]),
  stampBoard: z.tuple([id]),
  exportBoard: z.tuple([id, query, z.enum(['csv', 'md', 'html'])]),
  leaveBoard: z.tuple([]),
  revokeLine: z.tuple([revokeRequest]),
};
