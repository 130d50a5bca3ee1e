import { type ErrorObject, TokenError } from '../errors.ts';
import { issuerMatches } from '../profiles/index.ts';
import { quote } from '../text/quote.ts';
import type { AuthorizationServerMetadata } from '../types.ts';
import { endpointProblem } from './endpoint-policy.ts';
import type { FlowContext } from './flow.ts';

export type EndpointName =
  | 'authorization_endpoint'
  | 'token_endpoint'
  | 'device_authorization_endpoint'
  | 'revocation_endpoint'
  | 'registration_endpoint'
  | 'jwks_uri';

/** An authorization server that may be given a credential. */
export interface PinnedServer {
  readonly issuer: string;
  readonly metadata: AuthorizationServerMetadata & { readonly issuer: string };
  /** Nobody pinned the issuer, the endpoint named it: its addresses are checked like every server's word. */
  readonly named: boolean;
  /** @throws TokenError `metadata.endpoint_missing` */
  readonly endpoint: (name: EndpointName) => string;
}

export interface PinningNeeds {
  /** A secret, key, assertion or kept refresh token is about to leave: only a pinned issuer will do. */
  readonly confidential: boolean;
  readonly endpoints: readonly EndpointName[];
  /** The issuer that what is sent came from, when known. */
  readonly pin?: string | undefined;
}

/**
 * Decides whether this authorization server may be given anything, before anything is sent: its metadata's
 * issuer is the pinned one (RFC 8414 §3.3), and every endpoint used is https (http on loopback only), without
 * user information and fragment, on the issuer's origin, the provider's or one the user allowed. A person may
 * sign in as a public client at an issuer that only the endpoint names, and is told so.
 * @throws TokenError `issuer.not_pinned`, `issuer.mismatch`, `endpoint.origin` (refused, nothing was sent),
 * `metadata.not_found`, `metadata.endpoint_missing`
 */
export function pinnedServer(context: FlowContext, needs: PinningNeeds): PinnedServer {
  const pin = needs.pin ?? context.target.issuer ?? context.profile.issuerOf(context.target);
  const metadata = withOverrides(context, pin);
  if (pin === undefined && needs.confidential) throw notPinned(context, metadata.issuer);
  for (const expected of new Set([pin, context.target.issuer, context.profile.issuerOf(context.target)])) {
    if (expected !== undefined && !issuerMatches(context.profile, expected, metadata.issuer)) {
      throw mismatch(context, `The pinned issuer is ${expected}`, metadata.issuer);
    }
  }
  // RFC 8414 §3.3, also where nobody pinned anything: the document was found under the name of another.
  const named = context.discovery.issuer;
  if (named !== null && !issuerMatches(context.profile, named, metadata.issuer)) {
    throw mismatch(context, `The endpoint names the issuer ${quote(named)}`, metadata.issuer);
  }
  if (pin !== undefined && !isNamed(context, pin)) throw otherServer(context, pin);
  const used = [
    ...needs.endpoints,
    ...(typeof metadata.jwks_uri === 'string' ? (['jwks_uri'] as const) : []),
  ];
  const endpoints = new Map(used.map((name) => [name, checkedEndpoint(context, metadata, name, pin)]));
  if (pin === undefined) {
    context.person.tell(
      `No issuer is pinned: trusting ${metadata.issuer}, because the endpoint names it. Pin it with --issuer.`,
    );
  }
  return {
    issuer: metadata.issuer,
    metadata,
    named: pin === undefined,
    endpoint: (name) => endpoints.get(name) ?? checkedEndpoint(context, metadata, name, pin),
  };
}

function withOverrides(context: FlowContext, pin: string | undefined): PinnedServer['metadata'] {
  const { target, discovery } = context;
  const found = discovery.authorizationServerMetadata?.document;
  // A user who names issuer and token endpoint needs no discovery.
  const document =
    found ?? (target.tokenEndpoint === undefined || pin === undefined ? undefined : { issuer: pin });
  if (document === undefined) {
    const { authorizationServerError: error } = discovery;
    if (error !== undefined) throw unreachable(context, error);
    throw new TokenError('metadata.not_found', 'No authorization server metadata was found.', {
      target: target.name,
      phase: 'token',
      hint: `Tried: ${discovery.authorizationServerTried.map((tried) => `${tried.url} (${tried.outcome})`).join(', ') || 'nothing, because no authorization server is known'}. Name it with --issuer or --tenant.`,
    });
  }
  return {
    ...document,
    issuer: document.issuer ?? '',
    ...(target.tokenEndpoint === undefined ? {} : { token_endpoint: target.tokenEndpoint }),
    ...(target.jwksUri === undefined ? {} : { jwks_uri: target.jwksUri }),
  };
}

function checkedEndpoint(
  context: FlowContext,
  metadata: PinnedServer['metadata'],
  name: EndpointName,
  pin: string | undefined,
): string {
  const url = metadata[name];
  if (typeof url !== 'string') {
    throw new TokenError('metadata.endpoint_missing', `The metadata of ${metadata.issuer} has no ${name}.`, {
      target: context.target.name,
      phase: 'token',
      hint: `The flow ${context.request.flow} needs it; the authorization server may not offer this grant.`,
    });
  }
  // External ID calls itself by tenant id and keeps its endpoints at the name that was pinned.
  const ours = pin === undefined ? [] : [pin];
  const allowed = [...context.profile.origins(metadata.issuer), ...ours, ...context.target.allowedOrigins];
  const problem = endpointProblem(url, metadata.issuer, allowed);
  if (problem === undefined) return url;
  throw new TokenError('endpoint.origin', `The ${name} of ${metadata.issuer} ${problem}. Nothing was sent.`, {
    target: context.target.name,
    phase: 'token',
    hint: 'If this origin does belong to the authorization server, allow it with --allowed-origin.',
  });
}

/** Nobody could be asked, so what is wrong is the road and not the metadata. */
function unreachable({ target }: FlowContext, error: ErrorObject): TokenError {
  return new TokenError(error.code, `The authorization server cannot be reached. ${error.message}`, {
    target: target.name,
    phase: 'token',
    retryable: error.retryable,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}

function notPinned(context: FlowContext, named: string): TokenError {
  return new TokenError(
    'issuer.not_pinned',
    `A credential goes only to a pinned issuer, and none is pinned; the endpoint names ${named}. Nothing was sent.`,
    {
      target: context.target.name,
      phase: 'token',
      hint: `If the credential was made there, run again with --issuer ${named} (or --tenant for Entra ID).`,
    },
  );
}

/**
 * Whether the endpoint names the pinned issuer, in whatever spelling, or names none. Another authorization
 * server than the pinned one means the wrong target or a hostile one, and either must not see a token.
 */
function isNamed({ discovery, profile, target }: FlowContext, pin: string): boolean {
  const named = discovery.authorizationServers.filter((issuer) => URL.canParse(issuer));
  const origins = [pin, ...target.allowedOrigins].filter((url) => URL.canParse(url));
  return (
    named.length === 0 ||
    named.some(
      (issuer) =>
        issuerMatches(profile, pin, issuer) ||
        origins.some((origin) => new URL(origin).origin === new URL(issuer).origin),
    )
  );
}

function otherServer({ discovery, target }: FlowContext, pin: string): TokenError {
  const named = discovery.authorizationServers.map((issuer) => quote(issuer)).join(', ');
  return new TokenError(
    'issuer.not_pinned',
    `The endpoint names the authorization server ${named}; pinned is ${quote(pin)}. Nothing was sent.`,
    {
      target: target.name,
      phase: 'token',
      hint: 'Compare the target with the issuer: one of the two is wrong. If both are right, allow the other server with --allowed-origin.',
    },
  );
}

function mismatch(context: FlowContext, expected: string, found: string): TokenError {
  return new TokenError(
    'issuer.mismatch',
    `${expected}, but the metadata says ${quote(found)}. Nothing was sent.`,
    {
      target: context.target.name,
      phase: 'token',
      hint: 'Compare the two character by character, trailing slash included. Pin the other one only if you know it to be yours.',
    },
  );
}
