import type { TargetReport } from '../types.ts';

/**
 * Where an endpoint is, as code hosts want it: `calculator.example.com/mcp`, in the form of a file in the repository.
 * There is no such file; but GitHub refuses a whole upload with a URL in it (`SARIF URI scheme "https" did not match
 * the checkout URI scheme "file"`), and GitLab shows nothing that has no path. Without query, which is no place.
 */
export function pathOf({ url, name }: TargetReport): string {
  if (!URL.canParse(url)) return name;
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`.replace(/(?<!\/)\/+$/, '');
}

/** The same as a relative reference (RFC 3986 §4.2), in whose first segment a colon would end a scheme. */
export function relativeReference(target: TargetReport): string {
  const [host = '', ...segments] = pathOf(target).split('/');
  return [
    encodeURIComponent(host),
    ...segments.map((segment) => segment.replaceAll(ODD, encodeURIComponent)),
  ].join('/');
}

/** What RFC 3986 §3.3 does not allow in a segment. */
const ODD = /[^\w\-.~!$&'()*+,;=:@%]/gu;
