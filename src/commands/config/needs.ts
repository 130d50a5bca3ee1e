import { UsageError } from '../../errors.ts';
import type { FlowRequest } from '../../types.ts';

/** What to do when something is missing, in the words of the place where it would be given. */
export interface NeedHints {
  readonly clientId: string;
  readonly credential: string;
  readonly token: string;
  readonly assertion: string;
}

/** What the place of a flow has besides it. */
export interface Surroundings {
  /** Entra ID registers nobody and reads no metadata document: a client id comes from its portal. */
  readonly entra: boolean;
  /** The flows before it: `refresh_token` has the client of the one that it refreshes. */
  readonly earlier: readonly FlowRequest[];
}

/** Flows in which the client has no secret: `device_code` is a public client's at Entra (AADSTS700025). */
export function takesNoSecret(flow: string): boolean {
  return flow === 'device_code' || flow === 'bearer' || flow === 'none';
}

/** Flows of a client that may be registered on the way: by its metadata document, or dynamically. */
export function registersOnTheWay(flow: string): boolean {
  return flow === 'authorization_code' || flow === 'device_code' || flow === 'refresh_token';
}

/**
 * @throws UsageError `usage.client_id_missing`, `usage.credential_missing`, `usage.assertion_missing`,
 * `usage.token_missing`, `usage.client_metadata_*`, `usage.dpop_*`
 */
export function checkNeeds(
  request: FlowRequest,
  where: string,
  hints: NeedHints,
  around: Surroundings,
): void {
  const { flow, credential } = request;
  refuseUnused(request, where);
  if (flow === 'none') return;
  if (flow === 'bearer') {
    if (credential?.kind === 'token') return;
    throw new UsageError('usage.token_missing', `${where}: there is no token.`, { hint: hints.token });
  }
  if (flow === 'client_credentials' && credential?.kind === 'managed_identity') return;
  checkClient(request, where, hints, around);
  if (flow === 'client_credentials' && (credential === undefined || credential.kind === 'token')) {
    throw new UsageError(
      'usage.credential_missing',
      `${where}: the client has nothing to prove itself with.`,
      { hint: hints.credential },
    );
  }
  if (flow === 'jwt_bearer' && request.assertion === undefined) {
    throw new UsageError(
      'usage.assertion_missing',
      `${where}: there is no assertion to change for a token.`,
      { hint: hints.assertion },
    );
  }
}

/** Whether an authorization server, or the host's identity service, is asked for a token. */
export function asksForToken(flow: string): boolean {
  return flow !== 'bearer' && flow !== 'none';
}

function refuseUnused({ flow, clientMetadataUrl, dpop, library }: FlowRequest, where: string): void {
  if (clientMetadataUrl !== undefined && !registersOnTheWay(flow)) {
    throw new UsageError(
      'usage.client_metadata_url_unused',
      `${where}: the client of this flow is one that was registered beforehand.`,
      { hint: 'Leave the metadata URL to authorization_code and device_code, and give a client id here.' },
    );
  }
  if (dpop === true && !asksForToken(flow)) {
    throw new UsageError('usage.dpop_unused', `${where}: nobody is asked for a token to bind to a key.`, {
      hint: 'Leave dpop away here.',
    });
  }
  if (dpop === true && library === 'msal') {
    throw new UsageError('usage.dpop_msal', `${where}: msal-node cannot bind tokens to a key (DPoP).`, {
      hint: 'Use the library openid-client, or leave dpop away.',
    });
  }
}

function checkClient(
  request: FlowRequest,
  where: string,
  hints: NeedHints,
  { entra, earlier }: Surroundings,
): void {
  const { flow, clientId, clientMetadataUrl, credential } = request;
  if (clientId !== undefined) return;
  if (flow === 'refresh_token' && earlier.some((before) => before.clientId !== undefined)) return;
  if (entra) {
    throw new UsageError(
      'usage.client_id_missing',
      `${where}: there is no client id, and Entra ID neither registers clients on request nor reads metadata documents.`,
      { hint: hints.clientId },
    );
  }
  if (clientMetadataUrl !== undefined && credential?.kind === 'secret') {
    throw new UsageError(
      'usage.client_metadata_secret',
      `${where}: a client that is known by its metadata document has no secret.`,
      { hint: `Leave the secret away, or use a private key whose public half the document names.` },
    );
  }
  if (clientMetadataUrl !== undefined) return;
  const optional = registersOnTheWay(flow) || flow === 'jwt_bearer';
  if (optional && credential === undefined) return;
  const whose = optional ? ', so nobody knows whose credential was given' : '';
  throw new UsageError('usage.client_id_missing', `${where}: there is no client id${whose}.`, {
    hint: hints.clientId,
  });
}
