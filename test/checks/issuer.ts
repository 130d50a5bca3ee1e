import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSigner, type Signer } from '../token/tokens.ts';

/** An authorization server as far as checks can see it: metadata, keys, and tokens minted at will. */
export interface Issuer {
  readonly url: string;
  readonly jwksUri: string;
  /** Signed with the published key. */
  readonly mint: (claims: object) => Promise<string>;
  /** Signed with a key that nobody publishes, under the published key's id. */
  readonly mintAsStranger: (claims: object) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** The issuers of one test file share their keys. */
let signers: Promise<readonly [Signer, Signer]> | undefined;

/** `metadata` rewrites the published metadata; undefined is 404. */
export async function startIssuer(
  metadata: (document: object) => object | undefined = (document) => document,
): Promise<Issuer> {
  signers ??= Promise.all([createSigner('ES256'), createSigner('ES256')]);
  const [signer, stranger] = await signers;
  const server = createServer((request, response) => {
    const url = `http://${request.headers.host ?? ''}`;
    const published = metadata({
      issuer: url,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/keys`,
      registration_endpoint: `${url}/register`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'client_credentials'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      client_id_metadata_document_supported: true,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    });
    const documents: Record<string, object | undefined> = {
      '/keys': signer.jwks,
      '/.well-known/oauth-authorization-server': published,
      '/.well-known/openid-configuration': published,
    };
    const document = documents[request.url ?? ''];
    response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    jwksUri: `${url}/keys`,
    mint: (claims) => signer.sign(claims, { typ: 'at+jwt' }),
    mintAsStranger: (claims) => stranger.sign(claims, { typ: 'at+jwt' }),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
