import { quote } from '../../token/index.ts';
import type { HeaderList } from '../../types.ts';
import type { Check, CheckContext } from '../check.ts';
import { type Asked, goodRequest, noFrontChannel, outcomeOf } from '../front-channel.ts';
import { isNamedByServer } from '../server-metadata.ts';
import { unknownClient } from './refuses-unknown-clients.ts';

interface Page {
  /** The only page to be seen may be one that says what is wrong. */
  readonly kind: 'sign-in' | 'error' | 'none';
  readonly headers: HeaderList;
  readonly exchanges: readonly number[];
}

export const pagesCannotBeFramed: Check<Page> = {
  id: 'authorization-endpoint/pages-cannot-be-framed',
  title: 'shows pages that no other site can put into a frame',
  level: 'MUST',
  spec: ['RFC 9700 §4.16', 'MCP 2026-07-28 security best practices, Confused Deputy Problem'],
  per: 'target',
  needs: ['sign-in'],
  passes:
    'The page that an authorization request leads to without a session has `Content-Security-Policy: frame-ancestors` that names no `*`, or `X-Frame-Options` DENY or SAMEORIGIN.',
  fails:
    'A sign-in or consent page has neither: fail, because another site can lay it under its own buttons (clickjacking). Only an error page was to be seen and has neither: info.',
  cannotKnow: 'The pages behind the sign-in, and scripts that break out of frames.',
  fix: "Send `Content-Security-Policy: frame-ancestors 'none'` with every page of the authorization server, and `X-Frame-Options: DENY` for old browsers.",
  unmet: noFrontChannel,
  observe: observePage,
  judge: ({ kind, headers, exchanges }) => {
    if (kind === 'none')
      return {
        verdict: 'inconclusive',
        message: 'No page was to be seen without a sign-in.',
        exchanges,
        undecidable: true,
      };
    const name =
      kind === 'sign-in' ? 'The page that people sign in on' : 'The error page, the only one to be seen,';
    const by = frameProtection(headers);
    if (by !== undefined) return { verdict: 'pass', message: `${name} has ${by}.`, exchanges };
    return {
      verdict: kind === 'sign-in' ? 'fail' : 'info',
      message: `${name} has neither a Content-Security-Policy with frame-ancestors nor X-Frame-Options DENY or SAMEORIGIN: another site can frame it.`,
      exchanges,
    };
  },
};

async function observePage(context: CheckContext): Promise<Page> {
  const good = await goodRequest(context);
  const exchanges = [good.answer.exchange];
  const outcome = outcomeOf(good);
  if (outcome === 'page') return { kind: 'sign-in', headers: good.answer.headers, exchanges };
  if (outcome === 'elsewhere') {
    const page = await follow(context, good);
    if (page !== undefined) return { ...page, exchanges: [...exchanges, ...page.exchanges] };
  }
  const { answer } = await unknownClient(context);
  const isPage = (value(answer.headers, 'content-type')[0] ?? '').toLowerCase().includes('html');
  return {
    kind: isPage && answer.status >= 400 ? 'error' : 'none',
    headers: answer.headers,
    exchanges: [...exchanges, answer.exchange],
  };
}

/** To the sign-in, on the same host only: what is elsewhere is somebody else's page. */
async function follow(context: CheckContext, { answer }: Asked): Promise<Page | undefined> {
  const { location = '', request } = answer;
  if (!URL.canParse(location, request.url)) return undefined;
  const url = new URL(location, request.url);
  if (url.origin !== new URL(request.url).origin) return undefined;
  url.hash = '';
  const response = await context.http.send({
    method: 'GET',
    url: url.href,
    headers: [['Accept', 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8']],
    purpose: 'probe',
    phase: 'check',
    named: isNamedByServer(context),
  });
  const isPage = response.status === 200 && /html/i.test(response.header('content-type')[0] ?? '');
  return isPage ? { kind: 'sign-in', headers: response.headers, exchanges: [response.exchange] } : undefined;
}

/** The header that keeps the page out of foreign frames, if there is one. */
export function frameProtection(headers: HeaderList): string | undefined {
  const ancestors = value(headers, 'content-security-policy')
    .flatMap((line) => line.split(/[;,]/))
    .map((directive) => directive.trim())
    .filter((directive) => /^frame-ancestors(\s|$)/i.test(directive));
  // Of several policies each has to be met, so that the strictest decides.
  const strict = ancestors.find((directive) => !/\s(\*|https?:)(\s|$)/i.test(directive));
  if (strict !== undefined) return quote(strict, 80);
  // A browser that knows frame-ancestors does not look at the older header.
  if (ancestors.length > 0) return undefined;
  const options = value(headers, 'x-frame-options').find((one) => /^\s*(deny|sameorigin)\s*$/i.test(one));
  return options === undefined ? undefined : `X-Frame-Options ${options.trim()}`;
}

function value(headers: HeaderList, wanted: string): readonly string[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted).map(([, text]) => text);
}
