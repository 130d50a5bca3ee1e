import { randomBytes } from 'node:crypto';
import { TokenError } from '../errors.ts';
import type { TokenSet } from '../types.ts';
import { authorizationCodeByMsal } from './authorization-code-msal.ts';
import { authorizationCodeByOpenidClient } from './authorization-code-openid-client.ts';
import { judgeCallback } from './callback.ts';
import { clientOf, libraryOf, resourceOf, scopesOf } from './client.ts';
import type { Flow, FlowContext } from './flow.ts';
import type { Grant } from './grant.ts';
import { type Loopback, openLoopback } from './loopback.ts';
import { needsPerson } from './needs-person.ts';
import { pinnedServer } from './pinning.ts';
import { requirePkce } from './pkce.ts';
import { openWire } from './wire.ts';

/** What one authorization request is made of; recorded before the browser opens. */
export interface CodeRequest {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly resource: string | undefined;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** What a library contributes: the two requests of RFC 6749 §4.1. */
export interface CodeLibrary {
  readonly authorizationUrl: (request: CodeRequest) => Promise<string>;
  readonly redeem: (request: CodeRequest, response: URL) => Promise<TokenSet>;
}

/** A person signs in with the browser (RFC 6749 §4.1, RFC 7636, RFC 8252). */
export const authorizationCode: Flow = {
  name: 'authorization_code',
  summary: 'a person signs in with the browser, PKCE S256',
  needsPerson: true,
  needsIssuer: true,
  run,
};

async function run(context: FlowContext): Promise<TokenSet> {
  needsPerson(context);
  const client = clientOf(context);
  const library = libraryOf(context);
  const confidential = client.credential !== undefined;
  const server = pinnedServer(context, {
    confidential,
    endpoints: ['authorization_endpoint', 'token_endpoint'],
  });
  requirePkce(context, server);
  const wire = openWire(context, { endpoints: [server.endpoint('token_endpoint')], named: server.named });
  const grant: Grant = { context, server, client, wire };
  const by = await (library === 'msal' ? authorizationCodeByMsal : authorizationCodeByOpenidClient)(grant);

  const state = randomBytes(32).toString('base64url');
  const loopback = await openLoopback({
    ...context.profile.loopback,
    port: context.request.port,
    timeoutMs: context.target.timeoutMs,
    judge: (parameters) =>
      judgeCallback(parameters, {
        state,
        issuer: server.issuer,
        issAdvertised: server.metadata.authorization_response_iss_parameter_supported === true,
        vault: context.http.vault,
      }),
    timeoutHint: timeoutHint(context),
    signal: context.signal,
  });
  try {
    const scopes = scopesOf(context, 'authorization_code');
    const request: CodeRequest = {
      redirectUri: loopback.redirectUri,
      scopes,
      resource: resourceOf(context, 'authorization_code', scopes),
      state,
      nonce: randomBytes(32).toString('base64url'),
      codeVerifier: context.http.vault.keep(randomBytes(32).toString('base64url')).reveal(),
    };
    const url = await by.authorizationUrl(request);
    const response = await answerFrom(loopback, url, context);
    return await by.redeem(request, response);
  } finally {
    await loopback.close();
  }
}

// Whoever opens the browser may be busy until the sign-in is over, so both are awaited together.
async function answerFrom(loopback: Loopback, url: string, context: FlowContext): Promise<URL> {
  const opening = context.person.open(url).then(async (opened) => {
    if (!opened) context.person.tell('No browser was opened. Open the URL yourself; waiting for the answer.');
    return await loopback.answer;
  });
  return await Promise.race([loopback.answer, opening]).catch((error: unknown) => {
    throw error instanceof Error ? error : new TokenError('person.failed', 'The sign-in failed.');
  });
}

// An authorization server that doubts the redirect URI shows a page and answers nobody else.
function timeoutHint(context: FlowContext): string {
  const { host, path } = context.profile.loopback;
  const uri = `http://${host}${context.request.port === undefined ? '' : `:${context.request.port}`}${path}`;
  const entra =
    context.profile.name === 'entra'
      ? 'On a page "Sorry, but we’re having trouble signing you in" look for the AADSTS number and give it to: mcp-authcheck explain AADSTS50011.'
      : 'If it shows an error, that is the reason.';
  return `Look at the page in the browser. ${entra} Often the redirect URI ${uri} is not registered for this client.`;
}
