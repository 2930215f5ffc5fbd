/** What each call from the window does: put together from this folder, one file a subject. */
import type { Handlers } from '../answer-call.ts';
import { exportHandlers } from './exports.ts';
import { compareHandlers } from './compare.ts';
import { adviceHandlers } from './advice.ts';
import { historyHandlers } from './history.ts';
import { leaderboardHandlers } from './leaderboard.ts';
import { machineHandlers } from './machine.ts';
import { modelHandlers } from './models.ts';
import { openHandlers } from './open.ts';
import type { Parts } from './parts.ts';
import { plugHandlers } from './plug.ts';
import { preferencesHandlers } from './preferences.ts';
import { runHandlers } from './run.ts';
import { storageHandlers } from './storage.ts';
import { submitHandlers } from './submit.ts';
import { updateHandlers } from './updates.ts';
import { variantHandlers } from './variants.ts';

export function handlersOf(parts: Parts): Handlers {
  return {
    ...machineHandlers(parts),
    ...runHandlers(parts),
    ...historyHandlers(parts),
    ...exportHandlers(parts),
    ...submitHandlers(parts),
    ...preferencesHandlers(parts),
    ...compareHandlers(parts),
    ...modelHandlers(parts),
    ...variantHandlers(parts),
    ...plugHandlers(parts),
    ...updateHandlers(parts),
    ...storageHandlers(parts),
    ...leaderboardHandlers(parts),
    ...openHandlers(parts),
    ...adviceHandlers(parts),
  };
}
