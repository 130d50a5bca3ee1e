import { TokenError } from '../errors.ts';
import type { TokenSet } from '../types.ts';
import { furtherParameters, libraryOf, resourceOf, scopesOf } from './client.ts';
import { configuredClient, identify } from './client-identity.ts';
import { deviceCodeByMsal } from './device-code-msal.ts';
import { deviceCodeByOpenidClient } from './device-code-openid-client.ts';
import { isSecure } from './endpoint-policy.ts';
import type { Flow, FlowContext } from './flow.ts';
import type { Grant } from './grant.ts';
import { withKnownClient } from './known-client.ts';
import { needsPerson } from './needs-person.ts';
import { pinnedServer } from './pinning.ts';
import { proofFor } from './proof-of-possession.ts';
import { remoteText } from './remote-text.ts';
import { openWire } from './wire.ts';

const LONGEST_WAIT_MS = 1_800_000;
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

export interface DeviceRequest {
  readonly scopes: readonly string[];
  readonly resource: string | undefined;
  /** What the provider wants besides, in both requests. */
  readonly further: Readonly<Record<string, string>>;
  /** Milliseconds to wait for the person. */
  readonly timeoutMs: number;
}

/** A person enters a code on another device (RFC 8628). */
export const deviceCode: Flow = {
  name: 'device_code',
  summary: 'a person enters a code on another device',
  needsPerson: true,
  needsIssuer: true,
  run,
};

async function run(context: FlowContext): Promise<TokenSet> {
  needsPerson(context);
  configuredClient(context);
  const names = ['device_authorization_endpoint', 'token_endpoint'] as const;
  const confidential = context.request.credential !== undefined;
  const server = pinnedServer(context, { confidential, endpoints: names });
  const scopes = scopesOf(context, 'device_code');
  const request: DeviceRequest = {
    scopes,
    resource: resourceOf(context, 'device_code', scopes),
    further: furtherParameters(context, 'device_code'),
    timeoutMs: Math.min(context.target.timeoutMs, LONGEST_WAIT_MS),
  };
  const library = libraryOf(context);
  const proof = await proofFor(context, server, library);
  const by = library === 'msal' ? deviceCodeByMsal : deviceCodeByOpenidClient;
  return await withKnownClient(context, server, async (use) => {
    const client = await identify(context, server, { grantTypes: [DEVICE_GRANT], scopes });
    use(client);
    const wire = openWire(context, { endpoints: names.map(server.endpoint), named: server.named });
    const grant: Grant = { context, server, client, wire, proof, requestedScopes: scopes };
    return await by(grant, request);
  });
}

/**
 * Tells the person where to go and what to enter.
 * @throws TokenError `token.invalid` when the server names no page that one should open
 */
export function tellCode(context: FlowContext, verificationUri: string, userCode: string): void {
  if (!URL.canParse(verificationUri) || !isSecure(new URL(verificationUri))) {
    throw new TokenError('token.invalid', 'The device authorization answer names no https page to open.', {
      target: context.target.name,
      phase: 'authorization',
    });
  }
  const code = remoteText(userCode, context.http.vault, 64);
  context.person.tell(`Open ${new URL(verificationUri).href} and enter the code ${code}`);
}

/** Nobody entered the code in time. */
export function codeNotEntered(request: DeviceRequest): TokenError {
  const seconds = Math.round(request.timeoutMs / 1000);
  return new TokenError('person.timeout', `Nobody entered the code within ${seconds} s.`, {
    phase: 'authorization',
    hint: 'Run again and allow more time with --timeout. If the page showed an error, that is the reason.',
  });
}

/** Seconds between two polls: what the server says, five when it says nothing (RFC 8628 §3.2), 1 to 60. */
export function pollInterval(interval: unknown): number {
  return typeof interval === 'number' && !Number.isNaN(interval) ? Math.min(60, Math.max(1, interval)) : 5;
}
