import { X509Certificate } from 'node:crypto';
import { isGuid } from '../../text/guid.ts';
import { quote } from '../../text/quote.ts';
import type { FlowRequest, Mistake, Target } from '../../types.ts';
import { apiOfScope, appIdUri, OIDC_SCOPES } from './app-id-uri.ts';
import { isB2c } from './clouds.ts';
import { issuerParts } from './issuer-parts.ts';
import { issuerOf } from './issuers.ts';

type Judge = (target: Target, request: FlowRequest) => Mistake | undefined;

/** What Entra ID will refuse for certain, the first of it in the order in which the service would notice. */
export function mistake(target: Target, request: FlowRequest): Mistake | undefined {
  if (NO_TOKEN_REQUEST.includes(request.flow)) return undefined;
  for (const judge of [
    policyMissing,
    sharedTenant,
    clientId,
    certificateKey,
    boundTokens,
    audience,
    machineScopes,
    personScopes,
  ]) {
    const found = judge(target, request);
    if (found !== undefined) return found;
  }
  return undefined;
}

const NO_TOKEN_REQUEST: readonly string[] = ['bearer', 'none'];
const SHARED_TENANTS: readonly string[] = ['common', 'organizations', 'consumers'];

// B2C publishes a document per policy, and none without.
const policyMissing: Judge = (target) => {
  const issuer = issuerOf(target);
  if (issuer === undefined || !isB2c(issuer) || target.tokenEndpoint !== undefined) return undefined;
  const parts = issuerParts(issuer);
  if (parts === undefined || parts.policy !== undefined) return undefined;
  return {
    code: 'usage.policy_missing',
    message: `Azure AD B2C publishes its metadata per user flow, and ${quote(issuer)} names none.`,
    fix: `Give --issuer ${parts.origin}/${parts.tenant}/{policy}/v2.0/ with the name under Azure AD B2C > User flows, for instance B2C_1_signin.`,
  };
};

// AADSTS50059, 900023: no person, so nobody's own tenant.
const sharedTenant: Judge = (target, request) => {
  const tenant = issuerParts(issuerOf(target) ?? '')?.tenant.toLowerCase() ?? '';
  if (request.flow !== 'client_credentials' || !SHARED_TENANTS.includes(tenant)) return undefined;
  return {
    code: 'usage.tenant_not_specific',
    message: `A machine has no tenant of its own, and "${tenant}" names none.`,
    fix: 'Give --tenant the Directory (tenant) ID: Entra admin center > Overview.',
  };
};

// AADSTS900432, 700016, 700038: an application is named by its id alone.
const clientId: Judge = (_target, { clientId: id, clientMetadataUrl }) => {
  if (id === undefined || id === '' || isGuid(id) || id === clientMetadataUrl) return undefined;
  return {
    code: 'usage.client_id_malformed',
    message: `The client id ${quote(id)} is no GUID; Entra ID knows an application by its id only.`,
    fix: 'Give --client-id the Application (client) ID: App registrations > your client > Overview. It is not the display name and not the App ID URI.',
  };
};

// AADSTS5002738: assertions are verified with RSA keys alone.
const certificateKey: Judge = (_target, { credential }) => {
  if (credential?.kind !== 'certificate') return undefined;
  const { publicKey } = new X509Certificate(credential.certificate);
  if (publicKey.asymmetricKeyType === 'rsa') return undefined;
  return {
    code: 'credential.key_type',
    message: `The certificate has a key of type ${publicKey.asymmetricKeyType ?? 'unknown'}, and Entra ID takes RSA only.`,
    fix: 'Make one with an RSA key of 2048 bits or more and upload it: App registrations > your client > Certificates & secrets > Certificates.',
  };
};

// Its metadata has no dpop_signing_alg_values_supported: it answers with a bearer token, whatever is asked.
const boundTokens: Judge = (_target, { dpop }) =>
  dpop === true
    ? {
        code: 'usage.dpop_not_offered',
        message: 'Entra ID binds no access token to a key by DPoP (RFC 9449).',
        fix: 'Leave --dpop away.',
      }
    : undefined;

// AADSTS500011, 70011: neither a client id nor an App ID URI.
const audience: Judge = ({ audience: named }, { scopes }) => {
  if (named === undefined || scopes !== undefined || isGuid(named) || isUri(named)) return undefined;
  return {
    code: 'usage.audience_malformed',
    message: `The audience ${quote(named)} is neither a client id (a GUID, 8-4-4-4-12 hexadecimal digits) nor an App ID URI.`,
    fix: 'Give --audience the API’s Application (client) ID or its Application ID URI: App registrations > your API > Expose an API. A display name is neither.',
  };
};

const machineScopes: Judge = (target, { flow, scopes = [], credential }) => {
  if (flow !== 'client_credentials' || scopes.length === 0) return undefined;
  // The identity service takes a resource, which is made from the scope.
  if (credential?.kind === 'managed_identity') return undefined;
  const named = scopes.find((scope) => !scope.endsWith('/.default'));
  if (named !== undefined) return notDefault(named, target);
  if (scopes.length === 1) return unknownApi(scopes, target);
  return {
    code: 'usage.scope_several',
    message: `Client credentials take the scope of one API, and there are ${scopes.length}: ${scopes.map((scope) => quote(scope)).join(', ')} (AADSTS70011).`,
    fix: 'Leave one of them; another API is another flow.',
  };
};

const personScopes: Judge = (target, { flow, scopes = [] }) => {
  if (flow === 'client_credentials') return undefined;
  const ofApis = scopes.filter((scope) => !OIDC_SCOPES.includes(scope) && !isOwnApplication(scope, target));
  const everything = ofApis.find((scope) => scope.endsWith('/.default'));
  const named = ofApis.find((scope) => !scope.endsWith('/.default'));
  if (everything !== undefined && named !== undefined) return mixed(everything, named);
  const short = ofApis.find((scope) => !scope.includes('/') && !isOfGraph(scope, target));
  return short === undefined ? unknownApi(ofApis, target) : unqualified(short, target);
};

// B2C: an application that is its own API asks for its client id.
function isOwnApplication(scope: string, target: Target): boolean {
  return isGuid(scope) && isB2c(issuerOf(target) ?? '');
}

// Short names of Microsoft Graph are good, unless a token for another API is wanted.
function isOfGraph(scope: string, target: Target): boolean {
  return target.audience === undefined && /^[A-Z][A-Za-z0-9-]*(\.[A-Z][A-Za-z0-9-]*)+$/.test(scope);
}

function notDefault(scope: string, target: Target): Mistake {
  const wanted = `${exampleApi(scope, target)}/.default`;
  return {
    code: 'usage.scope_not_default',
    message: `Client credentials take the scope {App ID URI}/.default, not ${quote(scope)} (AADSTS1002012).`,
    fix: `Ask for ${wanted}, or leave --scope away and give --audience. What the machine may do is set under API permissions > Application permissions, and comes as roles.`,
  };
}

function unqualified(scope: string, target: Target): Mistake {
  return {
    code: 'usage.scope_unqualified',
    message: `Entra ID takes the scope ${quote(scope)}, which names no API, for one of Microsoft Graph (AADSTS650053).`,
    fix: `Ask for ${exampleApi(scope, target)}/${scope}: App registrations > your API > Expose an API shows it in full.`,
  };
}

function mixed(everything: string, named: string): Mistake {
  return {
    code: 'usage.scope_default_mixed',
    message: `${quote(everything)} stands for every permission and cannot be combined with ${quote(named)} (AADSTS70011).`,
    fix: 'Leave one of the two away.',
  };
}

// AADSTS500011: an API is named by its App ID URI or its client id.
function unknownApi(scopes: readonly string[], target: Target): Mistake | undefined {
  const scope = scopes.find((one) => one.includes('/') && !isApi(apiOfScope(one)));
  if (scope === undefined) return undefined;
  return {
    code: 'usage.scope_unqualified',
    message: `The scope ${quote(scope)} begins with neither an App ID URI nor a client id.`,
    fix: `Ask for ${exampleApi('', target)}${scope.slice(scope.lastIndexOf('/'))}: App registrations > your API > Expose an API shows it in full.`,
  };
}

function isApi(text: string): boolean {
  return isGuid(text) || isUri(text);
}

function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[^\s]+$/i.test(text);
}

function exampleApi(scope: string, target: Target): string {
  const named = apiOfScope(scope);
  if (isApi(named)) return named;
  const { audience: api } = target;
  return api !== undefined && isApi(api) ? appIdUri(api, issuerOf(target)) : 'api://{API’s client id}';
}
