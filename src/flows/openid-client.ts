import type { Configuration, DPoPOptions, ServerMetadata } from 'openid-client';
import { proofKeyOf } from '../token/index.ts';
import { clientAuthentication } from './client-authentication.ts';
import type { Grant } from './grant.ts';
import type { Wire } from './wire.ts';

type Library = typeof import('openid-client');

export interface OpenidClient {
  readonly library: Library;
  readonly configuration: Configuration;
  /**
   * For every grant request: shows the key that the token is to be bound to, and repeats a request once for
   * which the server wants a nonce (RFC 9449 §8). Empty without DPoP.
   */
  readonly options: DPoPOptions;
}

/** openid-client, set up with metadata that is known already, our client and our road; it discovers nothing. */
export async function openidClient(grant: Grant): Promise<OpenidClient> {
  const library = await import('openid-client');
  const { server, client } = grant;
  const authentication = await clientAuthentication(library, grant);
  const configuration = new library.Configuration(
    structuredClone(server.metadata) as ServerMetadata,
    client.clientId,
    undefined,
    authentication,
  );
  configuration[library.customFetch] = fetchOver(grant.wire);
  // Which http addresses are allowed was decided with the endpoints: loopback only.
  if (server.endpoint('token_endpoint').startsWith('http:')) library.allowInsecureRequests(configuration);
  return { library, configuration, options: proofOptions(library, configuration, grant) };
}

function proofOptions(library: Library, configuration: Configuration, { proof }: Grant): DPoPOptions {
  const key = proof === undefined ? undefined : proofKeyOf(proof);
  if (key === undefined) return {};
  const spelled = (header: Record<string, unknown>): void => {
    header.alg = key.algorithm;
  };
  return {
    DPoP: library.getDPoPHandle(configuration, key.keyPair, { [library.modifyAssertion]: spelled }),
  };
}

function fetchOver(wire: Wire) {
  return async (
    url: string,
    options: { method: string; headers: Record<string, string>; body?: unknown },
  ): Promise<Response> => {
    const body = options.body instanceof URLSearchParams ? options.body.toString() : options.body;
    const answer = await wire.send({
      method: options.method,
      url,
      headers: Object.entries(options.headers),
      ...(typeof body === 'string' ? { body } : {}),
    });
    // A body is not allowed with these, and the library wants 200.
    const empty = [101, 204, 205, 304].includes(answer.status);
    return new Response(empty ? null : answer.body, {
      status: answer.status,
      headers: answer.headers.map(([name, value]): [string, string] => [name, value]),
    });
  };
}
