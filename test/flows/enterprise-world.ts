import { flowNamed } from '../../src/flows/index.ts';
import type { FlowRequest, Http, IdentityProvider, TokenSet } from '../../src/types.ts';
import { judging, newSigner, referenceTo, requireThat, type Signer } from './assertion-world.ts';
import { openHttp } from './open-http.ts';
import { type SmallServer, startSmallServer } from './small-server.ts';
import { type ContextParts, contextOf, located } from './world.ts';

export const ID_JAG = 'urn:ietf:params:oauth:token-type:id-jag';
export const RESOURCE = 'HTTPS://Calculator.Example.com:443/mcp';
export const IDP_CLIENT = 'single-sign-on';
export const CLIENT = 'calculator-client';

/** What a test changes of a run in which everything fits. */
export interface Changes {
  readonly provider?: Partial<IdentityProvider>;
  /** How the client is known at the authorization server. */
  readonly client?: Partial<FlowRequest>;
  readonly request?: Partial<FlowRequest>;
  readonly parts?: Partial<ContextParts>;
  /** Claims of the ID token. */
  readonly claims?: object;
}

/** A company with an identity provider, and an authorization server that trusts it. */
export interface EnterpriseWorld {
  readonly idp: SmallServer;
  readonly server: SmallServer;
  readonly http: Http;
  /** What the identity provider writes into its assertions besides or instead of what is right. */
  issued: object;
  header: { readonly typ?: string | undefined };
  /** The last assertion that it issued. */
  lastAssertion: string;
  readonly idToken: (claims?: object) => Promise<string>;
  readonly run: (changes?: Changes) => Promise<TokenSet>;
  /** How often either was asked. */
  readonly asked: () => readonly [idp: number, server: number];
  readonly close: () => Promise<void>;
}

export async function enterpriseWorld(): Promise<EnterpriseWorld> {
  const [idp, server] = await Promise.all([startSmallServer(), startSmallServer()]);
  const { http, close } = openHttp();
  const company = await newSigner(idp.origin);
  const idToken = (claims: object = {}) => company.sign({ sub: 'alice', aud: IDP_CLIENT, ...claims });
  const world: EnterpriseWorld = {
    idp,
    server,
    http,
    issued: {},
    header: { typ: 'oauth-id-jag+jwt' },
    lastAssertion: '',
    idToken,
    run: async (changes = {}) => await flowNamed('enterprise').run(contextFor(world, changes)),
    asked: () => [idp.received.length, server.received.length],
    close: async () => {
      await Promise.all([idp.close(), server.close(), close()]);
    },
  };
  asIdentityProvider(world, company);
  asAuthorizationServer(world, company);
  return world;
}

/** Lets the authorization server take everything. */
export function takingAnything({ server }: EnterpriseWorld): void {
  judging(server, () => Promise.resolve({ access_token: 'token-of-alice', token_type: 'Bearer' }));
}

function contextFor({ idp, server, http, idToken }: EnterpriseWorld, changes: Changes) {
  const { provider, client, parts = {}, claims } = changes;
  const secret = http.vault.keep('s3cret-of-the-client');
  const request: FlowRequest = {
    flow: 'enterprise',
    ...(client ?? {
      clientId: CLIENT,
      credential: { kind: 'secret', secret, method: 'client_secret_basic' },
    }),
    scopes: ['mcp:read'],
    identityProvider: {
      tokenEndpoint: `${idp.origin}/token`,
      clientId: IDP_CLIENT,
      idToken: referenceTo(http, () => idToken(claims)),
      ...provider,
    },
    ...changes.request,
  };
  return contextOf({
    http,
    request,
    metadata: server.metadata,
    ...parts,
    discovery: { protectedResourceMetadata: located({ resource: RESOURCE }), ...parts.discovery },
    target: { issuer: server.origin, ...parts.target },
  });
}

// RFC 8693 §2.1, Identity Assertion JWT Authorization Grant §4.3.
function asIdentityProvider(world: EnterpriseWorld, company: Signer): void {
  judging(world.idp, async ({ body }) => {
    requireThat(
      body.get('grant_type') === 'urn:ietf:params:oauth:grant-type:token-exchange',
      'unsupported_grant_type',
      'token exchange only',
    );
    requireThat(body.get('requested_token_type') === ID_JAG, 'invalid_request', 'ID-JAG only');
    requireThat(
      body.get('subject_token_type') === 'urn:ietf:params:oauth:token-type:id_token',
      'invalid_request',
      'ID tokens only',
    );
    requireThat(body.get('client_id') === IDP_CLIENT, 'invalid_client', 'who?');
    const { sub } = await company.verify(body.get('subject_token') ?? '', { audience: IDP_CLIENT });
    const claims = {
      sub: sub ?? '',
      aud: body.get('audience') ?? '',
      resource: body.get('resource') ?? undefined,
      client_id: CLIENT,
      scope: body.get('scope') ?? '',
    };
    world.lastAssertion = await company.sign({ ...claims, ...world.issued }, world.header);
    return {
      access_token: world.lastAssertion,
      issued_token_type: ID_JAG,
      token_type: 'N_A',
      expires_in: 300,
    };
  });
}

// Identity Assertion JWT Authorization Grant §4.4.1.
function asAuthorizationServer({ server }: EnterpriseWorld, company: Signer): void {
  judging(server, async ({ body, headers }) => {
    const basic = `Basic ${Buffer.from(`${CLIENT}:s3cret-of-the-client`).toString('base64')}`;
    requireThat(headers.authorization === basic, 'invalid_client', 'who?');
    requireThat(
      body.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      'unsupported_grant_type',
      'JWT bearer only',
    );
    const rules = { audience: server.origin, typ: 'oauth-id-jag+jwt', subject: 'alice' };
    const claims = await company.verify(body.get('assertion') ?? '', rules);
    requireThat(claims.client_id === CLIENT, 'invalid_grant', 'another client');
    requireThat(claims.resource === RESOURCE, 'invalid_target', 'another resource');
    return { access_token: 'token-of-alice', token_type: 'Bearer', expires_in: 60, scope: 'mcp:read' };
  });
}
