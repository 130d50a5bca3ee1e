import { createProbe } from '../../client/index.ts';
import { discover } from '../../discovery/index.ts';
import { AuthcheckError } from '../../errors.ts';
import { profileFor } from '../../profiles/index.ts';
import { requiredScopes } from '../../profiles/required-scopes.ts';
import { isGuid } from '../../text/guid.ts';
import type { Target } from '../../types.ts';
import { isEntraIssuer } from '../config/entra.ts';
import { DEFAULT_TIMEOUT_MS } from '../config/values.ts';
import type { Io } from '../io.ts';
import { openNetwork } from '../prepare.ts';
import type { InitFlags } from './flags.ts';

/** What the endpoint says of itself, as far as it answers questions of `init`. Nothing of it is to be trusted unseen. */
export interface Survey {
  readonly provider: string;
  readonly title: string;
  /** The authorization server that the endpoint names. */
  readonly issuer?: string;
  /** Entra ID: the issuer in parts. */
  readonly tenant?: string;
  readonly authority?: string;
  readonly audience?: string;
  /** Short names of the scopes that it asks for. */
  readonly permissions: readonly string[];
  /** Whether a client may be registered on request. */
  readonly registers: boolean;
  /** Whether a loopback redirect URI must be registered with its port. */
  readonly fixedPort: boolean;
}

/** Asks the endpoint without any token. An AuthcheckError says why it could not be asked. */
export async function survey(io: Io, flags: InitFlags, url: string): Promise<Survey | AuthcheckError> {
  const network = await openNetwork(io, flags);
  try {
    const target: Target = { ...BARE, url };
    const http = network.open({ name: target.name, url, timeoutMs: target.timeoutMs });
    const probe = createProbe(http, target);
    return read(await discover({ target, profileFor, http, probe, eras: 'one' }));
  } catch (error) {
    if (error instanceof AuthcheckError && !io.signal.aborted) return error;
    throw error;
  } finally {
    await network.close();
  }
}

const BARE: Omit<Target, 'url'> = {
  name: 'init',
  allowedOrigins: [],
  headers: [],
  protocol: 'auto',
  flows: [],
  expect: { tools: [], calls: [] },
  timeoutMs: DEFAULT_TIMEOUT_MS,
};

function read({ discovery, profile }: Awaited<ReturnType<typeof discover>>): Survey {
  const issuer = discovery.issuer !== null && PLAIN.test(discovery.issuer) ? discovery.issuer : undefined;
  const scopes = requiredScopes(discovery)
    .filter((scope) => !OIDC.includes(scope) && PLAIN.test(scope))
    .slice(0, MOST_SCOPES);
  const entra = profile.name === 'entra' && issuer !== undefined && isEntraIssuer(issuer);
  const parts = entra ? entraParts(issuer, (target) => profile.issuerOf({ ...BARE, ...target })) : {};
  const audience = profile.name === 'entra' ? apiOf(scopes) : undefined;
  return {
    provider: profile.name,
    title: profile.title,
    ...(issuer === undefined ? {} : { issuer }),
    ...parts,
    ...(audience === undefined ? {} : { audience }),
    permissions: scopes.map((scope) => (profile.name === 'entra' ? shortName(scope) : scope)),
    registers:
      typeof discovery.authorizationServerMetadata?.document.registration_endpoint === 'string' &&
      !REGISTERS_NOBODY.includes(profile.name),
    fixedPort: !profile.loopback.anyPort,
  };
}

/** What comes from the network is put before a person and into a file: nothing that a terminal obeys. */
const PLAIN = /^[\x21-\x7e]{1,300}$/;

/** More are nobody's answer to a question. */
const MOST_SCOPES = 20;

const OIDC: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

/** Their registration endpoint, where there is one, wants an administrator. */
const REGISTERS_NOBODY: readonly string[] = ['entra', 'okta'];

/** A tenant, and the authority that is needed to come to the same issuer; nothing where the issuer has another form. */
function entraParts(
  issuer: string,
  issuerOf: (target: Pick<Target, 'url' | 'tenant'> & { readonly authority?: string }) => string | undefined,
): Pick<Survey, 'tenant' | 'authority'> {
  const { origin, pathname } = new URL(issuer);
  const tenant = pathname.split('/')[1] ?? '';
  if (!isGuid(tenant)) return {};
  if (issuerOf({ url: issuer, tenant }) === issuer) return { tenant };
  return issuerOf({ url: issuer, tenant, authority: origin }) === issuer ? { tenant, authority: origin } : {};
}

/** The API of `api://{id}/calculator.add`: its client id where that is a GUID, else its App ID URI. */
function apiOf(scopes: readonly string[]): string | undefined {
  const uri = scopes.find((scope) => scope.includes('://'))?.replace(/\/[^/]*$/, '');
  const id = uri?.replace(/^api:\/\//, '') ?? '';
  return isGuid(id) ? id : uri;
}

function shortName(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}
