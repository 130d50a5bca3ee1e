import { flowNamed } from '../../src/flows/index.ts';
import type { FlowRequest, Http, TokenSet } from '../../src/types.ts';
import { judging, newSigner, referenceTo, requireThat } from './assertion-world.ts';
import { openHttp } from './open-http.ts';
import { type SmallServer, startSmallServer } from './small-server.ts';
import { type ContextParts, contextOf } from './world.ts';

export const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** A platform that signs for its workloads, and an authorization server that trusts it. */
export interface WorkloadWorld {
  readonly server: SmallServer;
  readonly http: Http;
  readonly assertion: (claims?: object) => Promise<string>;
  /** How often an assertion was fetched. */
  readonly reads: () => number;
  readonly run: (
    request?: Partial<FlowRequest>,
    parts?: Partial<ContextParts>,
    claims?: object,
  ) => Promise<TokenSet>;
  readonly close: () => Promise<void>;
}

export async function workloadWorld(): Promise<WorkloadWorld> {
  const server = await startSmallServer();
  const { http, close } = openHttp();
  const platform = await newSigner('https://platform.example');
  const assertion = (claims: object = {}) =>
    platform.sign({ sub: 'workload', aud: server.origin, ...claims });
  judging(server, async ({ body }) => {
    requireThat(body.get('grant_type') === JWT_BEARER, 'unsupported_grant_type', 'JWT bearer only');
    await platform.verify(body.get('assertion') ?? '', { audience: server.origin, subject: 'workload' });
    requireThat(!body.has('scope') || body.get('scope') === 'mcp:read', 'invalid_scope', 'not this one');
    return { access_token: 'token-of-the-workload', token_type: 'Bearer', expires_in: 60 };
  });
  let reads = 0;
  return {
    server,
    http,
    assertion,
    reads: () => reads,
    run: async (more = {}, parts = {}, claims = {}) => {
      const source = referenceTo(http, () => {
        reads += 1;
        return assertion(claims);
      });
      const request = { flow: 'jwt_bearer', assertion: source, ...more };
      const target = { issuer: server.origin, ...parts.target };
      const context = contextOf({ http, request, metadata: server.metadata, ...parts, target });
      return await flowNamed('jwt_bearer').run(context);
    },
    close: async () => {
      await Promise.all([server.close(), close()]);
    },
  };
}
