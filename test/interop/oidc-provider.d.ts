/** The part of oidc-provider that the tests here use; the package brings no types. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  interface ResourceServer {
    readonly scope: string;
    readonly audience: string;
    readonly accessTokenFormat: 'jwt' | 'opaque';
  }

  interface Settings {
    readonly jwks: { readonly keys: readonly object[] };
    readonly cookies: { readonly keys: readonly string[] };
    readonly clients: readonly object[];
    readonly scopes: readonly string[];
    readonly issueRefreshToken: (
      context: unknown,
      client: { grantTypeAllowed(grant: string): boolean },
    ) => boolean;
    readonly features: {
      readonly clientCredentials: { readonly enabled: boolean };
      readonly deviceFlow: { readonly enabled: boolean };
      /** RFC 7591; without an initial access token. */
      readonly registration?: { readonly enabled: boolean };
      readonly dPoP?: {
        readonly enabled: boolean;
        /** 32 bytes; absent: no nonces. */
        readonly nonceSecret?: Uint8Array;
        readonly requireNonce?: () => boolean;
      };
      readonly resourceIndicators: {
        readonly enabled: boolean;
        readonly useGrantedResource: () => boolean;
        readonly getResourceServerInfo: (context: unknown, resource: string) => ResourceServer;
      };
    };
  }

  export default class Provider {
    constructor(issuer: string, settings: Settings);
    callback(): RequestListener;
  }

  export const errors: { readonly InvalidTarget: new () => Error };
}
