import { randomBytes } from 'node:crypto';
import { TokenError } from '../errors.ts';
import type { TokenSet } from '../types.ts';
import { authorizationCodeByMsal } from './authorization-code-msal.ts';
import { authorizationCodeByOpenidClient } from './authorization-code-openid-client.ts';
import { judgeCallback } from './callback.ts';
import { furtherParameters, libraryOf, resourceOf, scopesOf } from './client.ts';
import { configuredClient, identify, knownPort } from './client-identity.ts';
import type { Flow, FlowContext } from './flow.ts';
import type { Grant } from './grant.ts';
import { type Attempt, withKnownClient, withSilentServer } from './known-client.ts';
import { type Loopback, openLoopback } from './loopback.ts';
import { needsPerson } from './needs-person.ts';
import { type PinnedServer, pinnedServer } from './pinning.ts';
import { requirePkce } from './pkce.ts';
import { proofFor } from './proof-of-possession.ts';
import { openWire } from './wire.ts';

/** What one authorization request is made of; recorded before the browser opens. */
export interface CodeRequest {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly resource: string | undefined;
  /** What the provider wants besides, in both requests. */
  readonly further: Readonly<Record<string, string>>;
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
  configuredClient(context);
  const server = pinnedServer(context, {
    confidential: context.request.credential !== undefined,
    endpoints: ['authorization_endpoint', 'token_endpoint'],
  });
  requirePkce(context, server);
  return await withKnownClient(context, server, (use) => signIn(context, server, use));
}

async function signIn(
  context: FlowContext,
  server: PinnedServer,
  use: Parameters<Attempt<TokenSet>>[0],
): Promise<TokenSet> {
  const library = libraryOf(context);
  const proof = await proofFor(context, server, library);
  const scopes = scopesOf(context, 'authorization_code');
  const resource = resourceOf(context, 'authorization_code', scopes);
  const state = randomBytes(32).toString('base64url');
  const loopback = await openLoopback({
    ...context.profile.loopback,
    port: context.request.port,
    preferred: await knownPort(context, server, scopes),
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
    const { redirectUri } = loopback;
    const client = await identify(context, server, {
      redirectUri,
      grantTypes: ['authorization_code'],
      scopes,
    });
    use(client);
    const wire = openWire(context, { endpoints: [server.endpoint('token_endpoint')], named: server.named });
    const grant: Grant = { context, server, client, wire, proof, requestedScopes: scopes };
    const request: CodeRequest = {
      redirectUri,
      scopes,
      resource,
      further: furtherParameters(context, 'authorization_code'),
      state,
      nonce: randomBytes(32).toString('base64url'),
      codeVerifier: context.http.vault.keep(randomBytes(32).toString('base64url')).reveal(),
    };
    const by = await (library === 'msal' ? authorizationCodeByMsal : authorizationCodeByOpenidClient)(grant);
    const url = await by.authorizationUrl(request);
    const response = await answerFrom(loopback, url, context).catch(async (error: unknown) => {
      throw await withSilentServer(context, server, client, error);
    });
    return await by.redeem(request, response);
  } finally {
    await loopback.close();
  }
}

/**
 * The authorization response to this URL. Whoever opens the browser may be busy until the sign-in is over, so both
 * are awaited together.
 */
export async function answerFrom(loopback: Loopback, url: string, context: FlowContext): Promise<URL> {
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
