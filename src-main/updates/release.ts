/** What a release document says: of our own form, of the npm registry, or of GitHub's and Gitea's "latest release". Pure. */
import { gt, valid } from 'semver';
import { z } from 'zod';
import { Fault } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';

export interface Release {
  /** As in `package.json`, e.g. `1.2.0`. */
  readonly version: string;
  /** Where people get it; null: not said, or no https address. */
  readonly page: string | null;
}

const webPage = z
  .url({ protocol: /^https$/ })
  .nullable()
  .catch(null)
  .default(null);
const releaseSchema = z.union([
  z.object({ version: z.string(), page: webPage }),
  z
    .object({ tag_name: z.string(), html_url: webPage })
    .transform((release) => ({ version: release.tag_name, page: release.html_url })),
]);

/** Throws a `Fault` (source-unreachable) for what names no version. */
export function releaseOf(text: string, address: string): Release {
  const release = releaseSchema.safeParse(parseJson(text));
  const version = release.success ? valid(release.data.version) : null;
  if (!release.success || version === null) {
    throw new Fault('source-unreachable', `${address} names no version of a release`, {
      remedy:
        'Give the address of a JSON document with "version" (and "page"), or of the latest release on GitHub or Gitea.',
    });
  }
  return { version, page: release.data.page };
}

/** Precedence of semver 2.0: a release goes before its candidates. */
export const isNewer = (release: Release, version: string): boolean => gt(release.version, version);
