import type { Person, VerifyInput } from '../../src/commands/library.ts';
import { APPLICATION_IDS, TENANT } from './authorization/entra.ts';
import { type AuthorizationServer, startAuthorizationServer } from './authorization-server.ts';
import { hostDocument } from './document-host.ts';
import type { Mutant } from './mutant.ts';
import { type ResourceServer, startResourceServer } from './resource-server.ts';

export interface MutantWorld {
  readonly endpoint: ResourceServer;
  readonly issuer: AuthorizationServer;
  /** Signs in by itself. */
  readonly person: Person;
  /** For `verify`: two machines and a person, and with `keyMachine` a third machine. */
  readonly targetInput: VerifyInput;
  /** The secrets that the target names. */
  readonly environment: Readonly<Record<string, string>>;
  /** With `clientDocument`: the client id of a person's flow. A configuration would demand https of it. */
  readonly documentUrl?: string;
  readonly close: () => Promise<void>;
}

/** Both servers, correct but for the mutant's one fault. */
export async function startMutantWorld(mutant?: Mutant): Promise<MutantWorld> {
  const issuer = await startAuthorizationServer({
    ...mutant?.options,
    ...(mutant?.server === undefined ? {} : { parts: mutant.server }),
  });
  const { revoked } = issuer.context;
  const opaque = mutant?.options?.tokens === 'opaque';
  const { backDoor } = issuer;
  const introspection = {
    endpoint: `${backDoor}${issuer.context.path}/introspect`,
    clientId: 'resource-server',
    clientSecret: issuer.secrets.resourceServer,
  };
  const endpoint = await startResourceServer({
    issuer: issuer.issuer,
    jwksUri: `${backDoor}${issuer.context.path}/jwks`,
    isRevoked: (jti) => revoked.has(jti),
    ...(opaque ? { introspection } : {}),
    ...(mutant?.options?.dpop === undefined ? {} : { dpop: mutant.options.dpop }),
    ...(mutant?.resource === undefined ? {} : { parts: mutant.resource }),
    ...(mutant?.options?.endpointTls === undefined ? {} : { tls: mutant.options.endpointTls }),
    ...(mutant?.options?.listensOn === undefined ? {} : { listensOn: mutant.options.listensOn }),
  });
  issuer.addResource(endpoint.url);
  const host = mutant?.options?.clientDocument === true ? await hostDocument() : undefined;
  return {
    endpoint,
    issuer,
    person: {
      present: true,
      open: (url) => browse(url.replace(issuer.context.origin, backDoor)),
      tell: () => undefined,
    },
    targetInput: targetOf(endpoint, issuer, mutant),
    environment: {
      MACHINE_SECRET: issuer.secrets.machine,
      OTHER_SECRET: issuer.secrets.otherMachine,
      MACHINE_KEY: issuer.secrets.keyMachine,
    },
    ...(host === undefined ? {} : { documentUrl: host.url }),
    close: async () => {
      await Promise.all([endpoint.close(), issuer.close(), host?.close()]);
    },
  };
}

/** What the endpoint asks for, and an ID token. */
const PERSON_SCOPES = { scopes: ['calculator.add', 'calculator.subtract', 'openid'] };

function targetOf(endpoint: ResourceServer, issuer: AuthorizationServer, mutant?: Mutant): VerifyInput {
  const expect = expectationOf(endpoint, issuer, mutant);
  const entra = mutant?.options?.entra === true;
  // Its own library wants TLS, and takes part in no plain conversation.
  const library = entra ? { library: 'openid-client' as const } : {};
  const idOf = (name: keyof typeof APPLICATION_IDS) => (entra ? APPLICATION_IDS[name] : name);
  const machine = {
    flow: 'client_credentials' as const,
    ...library,
    ...(mutant?.options?.dpop === undefined ? {} : { dpop: mutant.options.dpop }),
    ...expect,
  };
  return {
    name: mutant?.name ?? 'reference',
    url: endpoint.url,
    ...(entra
      ? { provider: 'entra', tenant: TENANT, authority: issuer.context.origin }
      : { provider: 'generic', issuer: issuer.issuer }),
    protocol: 'both',
    flows: [
      { ...machine, clientId: idOf('machine'), clientSecret: { env: 'MACHINE_SECRET' } },
      { ...machine, clientId: idOf('other-machine'), clientSecret: { env: 'OTHER_SECRET' } },
      {
        flow: 'authorization_code',
        clientId: idOf('person'),
        ...(entra ? library : PERSON_SCOPES),
        ...expect,
      },
      ...(mutant?.options?.keyMachine === true
        ? [{ ...machine, clientId: idOf('key-machine'), privateKey: { env: 'MACHINE_KEY' } }]
        : []),
    ],
  };
}

/** What every token must say; of opaque ones nobody but the endpoint knows. */
function expectationOf({ url }: ResourceServer, { issuer }: AuthorizationServer, mutant?: Mutant) {
  if (mutant?.options?.tokens === 'opaque') return {};
  const scp = ['calculator.add', 'calculator.subtract'];
  return { expect: { aud: url, iss: issuer, scp, roles: ['calculator.user'] } };
}

/** A browser in which somebody is signed in already: it follows redirects until it is back at the loopback listener. */
async function browse(url: string): Promise<boolean> {
  const response = await fetch(url, { redirect: 'manual', headers: { cookie: 'session=alice' } });
  await response.text();
  const location = response.headers.get('location');
  if (location === null) return true;
  const back = await fetch(location);
  await back.text();
  return true;
}
