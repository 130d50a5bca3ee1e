import { UsageError } from '../../errors.ts';
import type { FlowRequest } from '../../types.ts';

/** What to do when something is missing, in the words of the place where it would be given. */
export interface NeedHints {
  readonly clientId: string;
  readonly credential: string;
  readonly token: string;
}

/** Flows in which the client has no secret: `device_code` is a public client's at Entra (AADSTS700025). */
export function takesNoSecret(flow: string): boolean {
  return flow === 'device_code' || flow === 'bearer' || flow === 'none';
}

/** @throws UsageError `usage.client_id_missing`, `usage.credential_missing`, `usage.token_missing` */
export function checkNeeds(request: FlowRequest, where: string, hints: NeedHints): void {
  const { flow, credential, clientId } = request;
  if (flow === 'none') return;
  if (flow === 'bearer') {
    if (credential?.kind === 'token') return;
    throw new UsageError('usage.token_missing', `${where}: there is no token.`, { hint: hints.token });
  }
  if (credential?.kind === 'managed_identity') return;
  if (clientId === undefined) {
    throw new UsageError('usage.client_id_missing', `${where}: there is no client id.`, {
      hint: hints.clientId,
    });
  }
  if (flow === 'client_credentials' && (credential === undefined || credential.kind === 'token')) {
    throw new UsageError(
      'usage.credential_missing',
      `${where}: the client has nothing to prove itself with.`,
      {
        hint: hints.credential,
      },
    );
  }
}
