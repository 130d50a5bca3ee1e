import { UsageError } from '../../errors.ts';
import { endpointUrl } from './url-rules.ts';

/**
 * The URL of a Client ID Metadata Document, byte for byte, because it is the client id.
 * @throws UsageError `usage.client_metadata_url`, `usage.url_*`: what the OAuth Client ID Metadata Document
 * draft (§3, client identifier) does not let a URL be.
 */
export function clientMetadataUrl(text: string, where: string): string {
  const url = new URL(endpointUrl(text, where));
  const [path = ''] = text.replace(/^[^:]*:\/\/[^/?]*/, '').split('?');
  const problems: readonly (readonly [found: boolean, problem: string])[] = [
    [url.protocol !== 'https:', 'it is not https'],
    [text.includes('?'), 'it has a query'],
    [path === '' || path === '/', 'it has no path'],
    [path.split('/').some((segment) => DOTS.test(segment)), 'a segment of its path is "." or ".."'],
    [text.includes('\\'), 'it has a backslash'],
  ];
  const problem = problems.find(([found]) => found)?.[1];
  if (problem === undefined) return text;
  throw new UsageError(
    'usage.client_metadata_url',
    `${where}: this URL cannot be a client id: ${problem} (Client ID Metadata Document, §3).`,
    {
      hint: 'Expected https, a path, and nothing else: https://client.example.com/oauth/client.json.',
    },
  );
}

/** Plain or percent-encoded: a URL parser drops both. */
const DOTS = /^(\.|%2e){1,2}$/i;
