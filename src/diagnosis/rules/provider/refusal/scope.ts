import { isGuid } from '../../../../text/guid.ts';
import {
  addScopePermission,
  createServicePrincipal,
  grantAdminConsent,
  setAppIdUri,
} from '../../../az/index.ts';
import { quote, quoteAll } from '../../../look.ts';
import { client, type Narrow, type Refusal, shell } from './refusal.ts';
import { apiIdOf, apisIn, clientIdOf, nameOfScope, scopesAnnounced, scopesSent } from './settings.ts';

const GRAPH = '00000003-0000-0000-c000-000000000000';

/** AADSTS500011: the API that was asked for stands in the message. */
export const unknownApi: Narrow = (refusal) => {
  const [, asked = apisIn(scopesSent(refusal))[0]] =
    /resource principal named (\S{1,300}) was not found/i.exec(refusal.words) ?? [];
  if (asked === undefined) return undefined;
  const announced = apisIn(scopesAnnounced(refusal));
  const api = apiIdOf(refusal);
  if (announced.length > 0 && !announced.includes(asked)) {
    return {
      summary: `Asked was for the API ${asked}, and the endpoint names another one.`,
      cause: `No API of the tenant is called ${quote(asked)}; the endpoint’s own scopes begin with ${quoteAll(announced)}.`,
      fix: `Compare the two. If ${announced[0]} is the API that you mean, give it as --audience (OAUTH_AUDIENCE); an endpoint can name any.`,
      confidence: 'likely',
      alternatives: [
        `The Application ID URI at Expose an API should be ${asked}, and the endpoint is wrong.`,
      ],
      decide: 'App registrations > the API > Expose an API shows the Application ID URI that holds.',
    };
  }
  return {
    summary: `No API of this tenant is called ${asked}.`,
    cause:
      'Its Application ID URI was never set, or is another: the client asks for it character for character.',
    fix: `App registrations > the API ${api ?? ''} > Expose an API: set "Application ID URI" to ${asked}. Or give --audience the URI that stands there.`.replaceAll(
      '  ',
      ' ',
    ),
    confidence: 'likely',
    alternatives: [
      `The API has no enterprise application in the tenant${api === undefined ? '.' : `; this makes one: ${createServicePrincipal({ client: api })}`}`,
      'The API is registered in another tenant than the client asks.',
    ],
    ...(api === undefined || !isGuid(asked.replace(/^api:\/\//, ''))
      ? {}
      : {
          decide: `az ad app show --id ${api} --query identifierUris. A list without it: set it. A list with it: the enterprise application is missing. No application: another tenant.`,
          ...shell(setAppIdUri({ api })),
        }),
  };
};

/** AADSTS650053: which scope, and on which API it was looked for, stand in the message. */
export const unknownScope: Narrow = (refusal) => {
  const [, scope, where] =
    /asked for scope '([^']{1,200})' that doesn't exist on the resource '([^']{1,200})'/i.exec(
      refusal.words,
    ) ?? [];
  if (scope === undefined || where === undefined) return undefined;
  const api = apiIdOf(refusal);
  if (where.toLowerCase() === GRAPH) {
    const full = `api://${api ?? '{audience}'}/${nameOfScope(scope)}`;
    return {
      summary: `The scope ${quote(scope)} names no API, so Entra ID looked for it at Microsoft Graph.`,
      cause: `Looked up on ${GRAPH}, which is Microsoft Graph: there it went because nothing stands in front of the name.`,
      fix: `Ask for the scope in full: ${full}.`,
      confidence: 'certain',
      ...client(`CUSTOM_SCOPES=${full}`),
    };
  }
  const announced = scopesAnnounced(refusal).some((one) => nameOfScope(one) === scope);
  const list = `az ad app show --id ${where} --query "api.oauth2PermissionScopes[].{scope:value,enabled:isEnabled}" --output table`;
  return {
    summary: `The API has no scope ${quote(scope)}, or it is disabled.`,
    cause: `Looked up on the API ${where}. ${announced ? 'The endpoint asks for it (scopes_supported or its challenge), so the registration is behind, or spells it otherwise.' : 'The endpoint does not announce it either: it comes from this client’s settings.'}`,
    fix: announced
      ? `App registrations > ${where} > Expose an API > Add a scope: add ${scope}, spelt so, state Enabled; or let the server announce the scopes that are there.`
      : `Ask for a scope that App registrations > ${where} > Expose an API lists: --scope, CUSTOM_SCOPES.`,
    confidence: 'certain',
    ...(isGuid(where) ? shell(list) : {}),
  };
};

/** AADSTS650057. */
export const apiNotListed: Narrow = (refusal) => {
  const id = clientIdOf(refusal);
  const [, named] = /Resource app ID: ([0-9a-f-]{36})/i.exec(refusal.words) ?? [];
  const api = named ?? apiIdOf(refusal);
  const names = scopesSent(refusal)
    .filter((scope) => scope.includes('/'))
    .map(nameOfScope);
  const scopes = names.filter((name) => name !== '.default');
  return {
    summary: 'The API is missing from the API permissions of the client.',
    cause: `Asked was for ${api ?? 'an API'}, which the registration of the client does not list.`,
    fix: `App registrations > {clientId} > API permissions > Add a permission > My APIs: the API ${api ?? ''}, Delegated permissions${scopes.length === 0 ? '' : `: ${scopes.join(', ')}`}. Then Grant admin consent, or let people consent.`,
    confidence: 'certain',
    ...(id === undefined || api === undefined
      ? {}
      : shell(
          ...scopes.map((scope) => addScopePermission({ client: id, api, scope })),
          grantAdminConsent({ client: id }),
        )),
  };
};

/** AADSTS28000, 700022, 70011: one request is for one API. */
export const severalApis: Narrow = (refusal) => {
  const scopes = scopesSent(refusal);
  const apis = apisIn(scopes);
  const own = apis.find((one) => one.endsWith(apiIdOf(refusal) ?? '\n'));
  if (apis.length < 2 || own === undefined) return defaultAmongNames(refusal);
  const kept = scopes.filter((scope) => !scope.includes('/') || scope.startsWith(`${own}/`));
  return {
    summary: 'One request asks for scopes of two APIs, and a token is for one.',
    cause: `Asked was for scopes of ${quoteAll(apis)}.`,
    fix: `Leave the scopes of ${apis.filter((one) => one !== own).join(', ')} away; another API needs a token of its own.`,
    confidence: 'certain',
    ...client(`CUSTOM_SCOPES="${kept.join(' ')}"`),
  };
};

function defaultAmongNames(refusal: Refusal): ReturnType<Narrow> {
  const scopes = scopesSent(refusal).filter((scope) => scope.includes('/'));
  const all = scopes.find((scope) => scope.endsWith('/.default'));
  const named = scopes.find((scope) => !scope.endsWith('/.default'));
  if (all === undefined || named === undefined) return undefined;
  return {
    summary: 'One request asks for /.default and for a scope by its name.',
    cause: `Asked was for ${quoteAll([all, named])}; the first stands for all that is in API permissions.`,
    fix: 'Leave one of the two away.',
    confidence: 'certain',
  };
}

/** AADSTS1002012. */
export const namedScope: Narrow = (refusal) => {
  if (refusal.request?.scopes === undefined) return undefined;
  const [api = `api://${apiIdOf(refusal) ?? '{audience}'}`] = apisIn(scopesSent(refusal));
  return {
    fix: `Ask for ${api}/.default. What the machine may do is set as app roles: API permissions > Application permissions.`,
    confidence: 'certain',
    ...(api.includes('{') ? {} : client(`CUSTOM_SCOPES=${api}/.default`)),
  };
};

/** AADSTS90009: client and API are one registration. */
export const tokenForItself: Narrow = (refusal) => {
  const id = clientIdOf(refusal);
  if (id === undefined) return undefined;
  const refresh = refusal.request?.flow === 'refresh_token';
  return {
    summary: `Client and API are one registration${refresh ? ', and the refresh did not name the API by its id' : ', and the API was not named by its id'}.`,
    fix: `Ask for ${id}/.default, by the bare id${refresh ? ', on refresh too' : ''}; or register client and API apart.`,
    ...client(`CUSTOM_SCOPES=${id}/.default`),
  };
};
