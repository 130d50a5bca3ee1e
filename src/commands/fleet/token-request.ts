import { createHmac, randomBytes } from 'node:crypto';
import type { FlowStep } from '../../job.ts';
import type { AssertionSource, Credential, HttpRequest } from '../../types.ts';

/** Two requests with one key ask one authorization server for the same, as the same client. */
export interface TokenRequestKeys {
  readonly request: string;
  /** Who asks whom, whatever for: what a refusal of the client is about. */
  readonly client: string;
}

/** Keys are good for this process: nobody can look for secrets by them. */
const salt = randomBytes(32);

/**
 * What a token request is known by: issuer, flow, library, and every byte that is sent, but for what changes from
 * one request to the next and decides nothing: the correlation id, and times, id and signature of an assertion
 * that is made for this very request by a known key or service. Taken from the request itself, after every check
 * that the flow makes of its target, so that nothing that decides can be forgotten (security: a token for one
 * resource must not be had for another). undefined: it is no request for a machine's token.
 */
export function tokenRequestKeys(step: FlowStep, request: HttpRequest): TokenRequestKeys | undefined {
  if (request.purpose !== 'credential' || request.phase !== 'token') return undefined;
  const { flow, credential, library } = step.request;
  const form = new URLSearchParams(request.body ?? '');
  const isGrant = request.method === 'POST' && GRANTS[flow] === form.get('grant_type');
  const isHost = flow === 'client_credentials' && credential?.kind === 'managed_identity';
  if (!isGrant && !isHost) return undefined;

  const whom = [step.discovery.issuer, request.method, lasting(request.url), request.named ?? false];
  const how = [flow, library ?? step.profile.defaultLibrary];
  const headers = (request.headers ?? [])
    .map(([name, value]) => [name.toLowerCase(), value])
    .filter(([name = '']) => !PASSING.has(name));
  const parameters = [...form]
    .filter(([name]) => !PASSING.has(name))
    .map(([name, value]) => [
      name,
      name === 'client_assertion'
        ? withoutTimes(value, makerOfCredential(credential))
        : name === 'assertion'
          ? withoutTimes(value, makerOfAssertion(step.request.assertion))
          : value,
    ]);
  const client = [
    headers.filter(([name]) => name === 'authorization'),
    parameters.filter(([name]) => CLIENT.has(String(name))),
  ];
  return {
    request: digest([whom, how, headers, parameters]),
    client: digest([whom, client]),
  };
}

const GRANTS: Readonly<Record<string, string>> = {
  client_credentials: 'client_credentials',
  jwt_bearer: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
};

/** What names the request in the server's log, and what a library tells of earlier ones: nothing else. */
const PASSING: ReadonlySet<string> = new Set([
  'client-request-id',
  'traceparent',
  'tracestate',
  'x-client-current-telemetry',
  'x-client-last-telemetry',
]);

function lasting(url: string): string {
  const parsed = new URL(url);
  for (const name of PASSING) parsed.searchParams.delete(name);
  return parsed.href;
}

const CLIENT: ReadonlySet<string> = new Set([
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
]);

/** Whose word an assertion is that is made anew for every request; undefined: it is given, so that its bytes count. */
function makerOfCredential(credential: Credential | undefined): unknown {
  switch (credential?.kind) {
    case 'certificate':
      return [credential.kind, credential.certificate, credential.privateKey.reveal()];
    case 'private_key':
      return [credential.kind, credential.keyId, credential.privateKey.reveal()];
    case 'assertion':
      return makerOfAssertion(credential.source);
    default:
      return undefined;
  }
}

function makerOfAssertion(source: AssertionSource | undefined): unknown {
  switch (source?.from) {
    case 'github':
      return [source.from, source.url, source.token.reveal(), source.audience];
    case 'managed_identity':
      return [source.from, source.clientId, source.audience];
    default:
      return undefined;
  }
}

function withoutTimes(assertion: string, maker: unknown): unknown {
  if (maker === undefined) return assertion;
  const [header = '', payload = ''] = assertion.split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    if (typeof claims !== 'object' || claims === null) return assertion;
    const lasting = Object.entries(claims).filter(([name]) => !TIMES.has(name));
    return [maker, header, lasting];
  } catch {
    return assertion;
  }
}

const TIMES: ReadonlySet<string> = new Set(['iat', 'nbf', 'exp', 'jti']);

function digest(value: unknown): string {
  return createHmac('sha256', salt).update(JSON.stringify(value)).digest('base64url');
}
