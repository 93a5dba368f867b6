import type { Guard } from '@marquee/domain';

const tag = '(W/)?"[!#-~\\x80-\\xff]*"';

/** What RFC 9110 allows in `If-Match`: `*`, or entity tags with commas between them. */
export const ifMatchPattern = `^(\\*|(,[ \\t]*)*${tag}([ \\t]*,[ \\t]*(${tag})?)*)$`;

/** A movie's tag is `"<version>"`, an actor's `"<version>-<movieCount>"`. */
const ours = /^([0-9]{1,16})(-[0-9]{1,16})?$/;

/** The versions that the header names. Weak tags and tags that are none of ours fit nothing. */
export function guardOf(ifMatch: string | undefined): Guard {
  if (ifMatch === undefined) return null;
  if (ifMatch === '*') return 'any';
  const strong = [...ifMatch.matchAll(/(W\/)?"([^"]*)"/g)].filter(([, weak]) => weak === undefined);
  const versions = strong.map(([, , opaque]) => ours.exec(opaque ?? '')?.[1]);
  return {
    versions: versions.flatMap((version) => (version === undefined ? [] : Number(version))),
  };
}
