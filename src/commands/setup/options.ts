/** What `setup` was asked for, checked. */
export interface SetupOptions {
  /** The registrations are called "NAME API" and "NAME Client". */
  readonly name: string;
  /** Directory (tenant) ID; absent: the tenant that `az` is signed in to. */
  readonly tenant?: string;
  /** Short names, which become `api://{API}/{scope}`. */
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  readonly credential: ClientCredential;
  /** A gateway signs people in with this client too, and takes the answer here. */
  readonly gatewayCallback?: string;
  /** The MCP endpoint, for the lines that follow. */
  readonly url?: string;
  readonly assignmentRequired: boolean;
  /** Application (client) IDs of registrations that are there already. */
  readonly existingApi?: string;
  readonly existingClient?: string;
}

export type ClientCredential =
  | { readonly kind: 'secret' }
  | { readonly kind: 'certificate' }
  | {
      readonly kind: 'federated';
      readonly issuer: string;
      readonly subject: string;
      readonly audience: string;
      /** The flag of `verify` that gets such a token. */
      readonly flag: string;
    };

export const CREDENTIALS: readonly ClientCredential['kind'][] = ['secret', 'certificate', 'federated'];
