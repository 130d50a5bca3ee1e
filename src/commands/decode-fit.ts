import { quote, quoteAll } from '../token/index.ts';
import type { Result, Token, TokenExpectation, Verdict } from '../types.ts';
import type { AskedEndpoint } from './decode-endpoint.ts';

/** How a token fits what an endpoint advertises: one result for each question, and what was expected. */
export interface Fit {
  readonly results: readonly Result[];
  readonly expect: TokenExpectation;
}

type Endpoint = Pick<AskedEndpoint, 'target' | 'profile' | 'discovery'>;

/** Compares a token with what an endpoint and its authorization server say of themselves. Pure. */
export function fitOf(token: Token, endpoint: Endpoint, now: number): Fit {
  const audiences = audiencesOf(endpoint);
  const rights = rightsOf(token, endpoint);
  if (token.claims === null) {
    const what = token.format === 'jwe' ? 'encrypted' : token.format === 'jwt' ? 'unreadable' : 'opaque';
    const message = `The token is ${what}: only the server can tell what it is for.`;
    return { results: [result('token/audience-as-expected', 'skip', message)], expect: {} };
  }
  return {
    results: [
      audience(token, audiences, endpoint),
      issuer(token, endpoint),
      signature(token),
      time(token, now),
      rights.result,
    ],
    expect: {
      ...(audiences.length === 0 ? {} : { aud: audiences }),
      ...(rights.wanted.length === 0 ? {} : { scp: rights.wanted }),
    },
  };
}

/**
 * What the server most likely takes as audience: what the user said, else at Entra ID the API that the advertised
 * scopes belong to, else the advertised resource where the provider writes that into tokens. Empty: it cannot be told.
 */
function audiencesOf({ target, profile, discovery }: Endpoint): readonly string[] {
  if (target.audience !== undefined) return profile.acceptedAudiences(target.audience);
  if (profile.name === 'entra') {
    const apis = advertised({ target, profile, discovery }).flatMap(
      (scope) => /^(api:\/\/.+)\/[^/]+$/.exec(scope)?.[1] ?? [],
    );
    return [...new Set(apis.flatMap((api) => profile.acceptedAudiences(api)))];
  }
  return profile.name === 'generic' && discovery.resource !== null ? [discovery.resource] : [];
}

/** The challenge's scopes, else those of the metadata; none of OpenID Connect. */
function advertised({ discovery }: Endpoint): readonly string[] {
  const challenged = (discovery.challenge?.parameters.scope ?? '').split(/\s+/).filter(Boolean);
  const listed = discovery.protectedResourceMetadata?.document.scopes_supported ?? [];
  return (challenged.length > 0 ? challenged : listed).filter((scope) => !OIDC.has(scope));
}

const OIDC: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

function audience({ aud }: Token, expected: readonly string[], { discovery }: Endpoint): Result {
  const found = `aud is ${aud.length === 0 ? 'missing' : quoteAll(aud)}`;
  if (expected.length === 0) {
    const resource =
      discovery.resource === null ? 'no resource' : `the resource ${quote(discovery.resource)}`;
    return result(
      'token/audience-as-expected',
      'skip',
      `${found}; the endpoint advertises ${resource}, and which audience it expects is not known: give --audience.`,
    );
  }
  const fits = aud.some((one) => expected.includes(one));
  return result(
    'token/audience-as-expected',
    fits ? 'pass' : 'fail',
    `${found}; the endpoint takes ${expected.length > 1 ? 'one of ' : ''}${quoteAll(expected)}.`,
  );
}

function issuer({ iss, tenant }: Token, { discovery, profile }: Endpoint): Result {
  const id = 'token/issuer-is-the-server';
  const own = discovery.authorizationServerMetadata?.document.issuer;
  const names = [...discovery.authorizationServers, discovery.issuer ?? undefined, own].filter(
    (one) => one !== undefined,
  );
  if (names.length === 0) return result(id, 'skip', 'The endpoint names no authorization server.');
  const accepted = names.flatMap((name) =>
    profile.acceptedIssuers(
      tenant === null ? name : name.replace(/\/(?:\{tenantid\}|common|organizations)(?=\/)/, `/${tenant}`),
    ),
  );
  const said = `iss is ${iss === null ? 'missing' : quote(iss)}; the endpoint names ${quoteAll([...new Set(names)])}`;
  if (iss === null || !accepted.includes(iss)) return result(id, 'fail', `${said}.`);
  return names.includes(iss)
    ? result(id, 'pass', `${said}.`)
    : result(id, 'warn', `${said}: another name of the same tenant, which the server has to know.`);
}

function signature(token: Token): Result {
  const id = 'token/signature-verifies';
  if (token.signature === 'verified')
    return result(id, 'pass', 'The signature was made with a key that the authorization server publishes.');
  const reason = token.signatureReason ?? 'no keys were found';
  return result(
    id,
    token.signature === 'invalid' ? 'fail' : 'skip',
    `The signature is ${token.signature}: ${reason}.`,
  );
}

function time({ expiresAt, notBefore }: Token, now: number): Result {
  const id = 'token/not-expired';
  if (notBefore !== null && Date.parse(notBefore) > now + TOLERATED_MS)
    return result(id, 'fail', `It is not valid before ${notBefore}.`);
  if (expiresAt === null) return result(id, 'warn', 'It does not say when it expires.');
  return Date.parse(expiresAt) <= now
    ? result(id, 'fail', `It expired at ${expiresAt}.`)
    : result(id, 'pass', `It is valid until ${expiresAt}.`);
}

const TOLERATED_MS = 60_000;

/** What the endpoint advertises beside what the token holds. A part of it may be enough for a part of the tools. */
function rightsOf(
  token: Token,
  endpoint: Endpoint,
): { readonly result: Result; readonly wanted: readonly string[] } {
  const isMachine = token.appOnly === true && endpoint.profile.name === 'entra';
  const id = isMachine ? 'token/roles-as-expected' : 'token/scopes-as-expected';
  const held = isMachine ? token.roles : [...token.scp, ...token.roles];
  const wanted = advertised(endpoint);
  const has = (scope: string): boolean => held.includes(scope) || held.includes(lastPart(scope));
  const missing = wanted.filter((scope) => !has(scope));
  const said = `${isMachine ? 'roles' : 'scopes'}: it has ${held.length === 0 ? 'none' : quoteAll(held)}`;
  if (wanted.length === 0)
    return { result: result(id, 'skip', `${said}; the endpoint advertises none.`), wanted: [] };
  if (missing.length === 0)
    return { result: result(id, 'pass', `${said}, and that is what the endpoint advertises.`), wanted: [] };
  const needs = `${said}; the endpoint advertises ${quoteAll(wanted)}`;
  if (isMachine && held.length > 0)
    return {
      result: result(id, 'skip', `${needs}. Roles may have other names: the server decides.`),
      wanted: [],
    };
  const none = missing.length === wanted.length;
  return {
    result: result(id, none ? 'fail' : 'warn', `${needs}; missing is ${quoteAll(missing)}.`),
    wanted: none && !isMachine ? wanted : [],
  };
}

function lastPart(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}

function result(id: string, verdict: Verdict, message: string): Result {
  return { id, group: 'token', level: 'MUST', spec: [], verdict, flow: 'bearer', message, exchanges: [] };
}
