import { TokenError, UsageError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import type { AssertionSource, HttpResponse } from '../types.ts';
import type { FlowContext } from './flow.ts';
import { jsonObject } from './json-object.ts';
import { hostToken } from './managed-identity.ts';
import { isTokenText } from './token-answer.ts';

/** Microsoft Entra, "workload identity federation": the audience of every token that is changed there. */
const ENTRA_EXCHANGE = 'api://AzureADTokenExchange';

const GITHUB_HINT =
  'The job needs "permissions: id-token: write". Pull requests from forks get no token: leave the check out there.';

/**
 * Fetches an assertion: a file or variable is read, GitHub Actions' token service or the host's managed
 * identity is asked. Nothing is cached, because all of them rotate. The audience is the source's own, else
 * `fallbackAudience`, which is what the authorization server wants to be called.
 * @throws UsageError `credential.*`; TokenError `auth.assertion_refused`, `token.invalid`, `unavailable`;
 * NetworkError when the service was not reached
 */
export async function assertionFrom(
  source: AssertionSource,
  context: FlowContext,
  fallbackAudience?: string,
): Promise<Secret> {
  switch (source.from) {
    case 'reference':
      return keep(await source.read(), context);
    case 'github':
      return await fromGithub(source, context, source.audience ?? fallbackAudience);
    case 'managed_identity': {
      const audience = source.audience ?? fallbackAudience ?? ENTRA_EXCHANGE;
      const { accessToken } = await hostToken(context, audience, source.clientId);
      return keep(accessToken, context);
    }
  }
}

/** GitHub Docs, "OpenID Connect reference", requesting the token: the runner names the URL and the token for it. */
async function fromGithub(
  source: Extract<AssertionSource, { from: 'github' }>,
  context: FlowContext,
  audience: string | undefined,
): Promise<Secret> {
  if (source.token.length === 0 || !URL.canParse(source.url)) {
    throw new UsageError('credential.missing', 'This job has no access to GitHub Actions’ token service.', {
      target: context.target.name,
      hint: GITHUB_HINT,
    });
  }
  const url = new URL(source.url);
  if (audience !== undefined) url.searchParams.set('audience', audience);
  context.http.vault.keep(source.token.reveal());
  const answer = await context.http.send({
    method: 'GET',
    url: url.href,
    headers: [
      ['Authorization', `bearer ${source.token.reveal()}`],
      ['Accept', 'application/json'],
    ],
    purpose: 'credential',
    phase: 'token',
  });
  const value = jsonObject(answer.body)?.value;
  if (typeof value === 'string') context.http.vault.keep(value);
  if (answer.status !== 200) throw refused(answer, context);
  if (typeof value !== 'string' || !isTokenText(value)) throw withoutToken(answer, context);
  return context.http.vault.keep(value);
}

function keep(assertion: Secret, { http, target }: FlowContext): Secret {
  const text = assertion.reveal().trim();
  if (isTokenText(text)) return http.vault.keep(text);
  const what = text === '' ? 'is empty' : 'has blanks, line ends or characters outside ASCII, or is too long';
  throw new UsageError('credential.malformed_assertion', `The assertion ${what}.`, {
    target: target.name,
    hint: 'Expected one JWT and nothing else. Whatever writes the file may not have run yet.',
  });
}

function refused({ status, exchange }: HttpResponse, { target }: FlowContext): TokenError {
  const about = { target: target.name, phase: 'token', exchanges: [exchange] };
  const message = `GitHub Actions’ token service answered HTTP ${status}; nothing went to the authorization server.`;
  if (status === 429) return new TokenError('rate_limited', message, { ...about, hint: 'Run again later.' });
  if (status >= 500) return new TokenError('unavailable', message, { ...about, hint: 'Run again later.' });
  return new TokenError('auth.assertion_refused', message, { ...about, hint: GITHUB_HINT });
}

function withoutToken({ exchange }: HttpResponse, { target }: FlowContext): TokenError {
  const message = 'The answer of GitHub Actions’ token service has no token in the member "value".';
  return new TokenError('token.invalid', message, {
    target: target.name,
    phase: 'token',
    exchanges: [exchange],
    hint: 'Check ACTIONS_ID_TOKEN_REQUEST_URL: something else may have answered.',
  });
}
