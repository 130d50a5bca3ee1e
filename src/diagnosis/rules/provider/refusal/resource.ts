import { isGuid } from '../../../../text/guid.ts';
import { setAppIdUri, setTokenVersion2 } from '../../../az/index.ts';
import { quote } from '../../../look.ts';
import { client, type Narrow, type Refusal } from './refusal.ts';
import { apiIdOf, apisIn, scopesSent } from './settings.ts';

/** AADSTS9010010, 901002: RFC 8707's resource next to the App ID URI of the scopes. */
export const resourceUnfit: Narrow = (refusal) => {
  const sent = resourceSent(refusal);
  const apis = apisIn(scopesSent(refusal));
  const [api] = apis;
  if (sent === undefined || api === undefined) {
    return { ...client('--no-resource'), confidence: 'possible' };
  }
  const compared = `resource is ${quote(sent)}; the App ID URI of the scopes is ${quote(api)}.`;
  const omit = { ...client('--no-resource') };
  if (api === sent) {
    const id = apiIdOf(refusal);
    return {
      summary: 'The resource parameter is the App ID URI, and Entra ID does not take it all the same.',
      cause: `${compared} It is taken for APIs with version 2 tokens only.`,
      fix: `Use --no-resource; or App registrations > the API > Manifest: "requestedAccessTokenVersion": 2.`,
      confidence: 'likely',
      alternatives: [`No Application ID URI is ${quote(api)}, character for character: Expose an API.`],
      ...(id === undefined ? omit : { paste: [{ where: 'shell', text: setTokenVersion2({ api: id }) }] }),
    };
  }
  const slash = api.replace(/\/$/, '') === sent.replace(/\/$/, '');
  return {
    summary: slash
      ? 'The resource parameter differs from the App ID URI by a slash at the end.'
      : 'The resource parameter is not the App ID URI of the scopes, and Entra ID takes no other.',
    cause: `Compared character for character: ${compared}`,
    fix: slash
      ? `Leave --resource away, or write it as the App ID URI: ${api}.`
      : 'Use --no-resource: the scopes name the API already. Or make them equal: App registrations > the API > Expose an API > Application ID URI, with version 2 tokens, and scopes that begin with it.',
    confidence: 'certain',
    paste: [...(omit.paste ?? []), ...(slash ? [] : equal(refusal, sent))],
  };
};

function resourceSent({ symptoms, request }: Refusal): string | undefined {
  const { profile, target, discovery } = symptoms.evidence;
  if (typeof target.resource === 'string') return target.resource;
  if (discovery === null || request === undefined) return undefined;
  return profile.resource(request.flow, scopesSent({ symptoms, request }), target, discovery);
}

function equal(refusal: Refusal, uri: string): { where: 'shell'; text: string }[] {
  const api = apiIdOf(refusal);
  if (api === undefined || !isGuid(api) || !uri.startsWith('https://')) return [];
  return [{ where: 'shell', text: `${setTokenVersion2({ api })} && ${setAppIdUri({ api, uri })}` }];
}
