import { addLoopbackRedirect, allowPublicClient } from '../../../az/index.ts';
import { quote } from '../../../look.ts';
import { type Narrow, type Narrowed, type Refusal, shell } from './refusal.ts';
import { clientIdOf, redirectUri } from './settings.ts';

/** AADSTS50011: what was sent stands in the message; the port does not count for localhost. */
export const redirectNotRegistered: Narrow = (refusal) => {
  const [, sent] = /redirect URI '([^']{1,300})'/i.exec(refusal.words) ?? [];
  const wanted = sent === undefined ? redirectUri(refusal) : withoutPort(sent);
  return {
    summary: `The redirect URI ${wanted} is not registered for the client.`,
    cause: `Sent was ${quote(sent ?? wanted)}. Scheme, host, path, letter case and a slash at the end must be those of a registered one; only the port of localhost is free, and 127.0.0.1 is another host.`,
    fix: `App registrations > {clientId} > Authentication > Mobile and desktop applications: add exactly ${wanted}, without a port.`,
    confidence: 'certain',
    ...register(refusal, wanted),
  };
};

/** AADSTS900971. */
export const noRedirectUri: Narrow = (refusal) => ({
  summary: 'The client has no redirect URI at all.',
  fix: `App registrations > {clientId} > Authentication > Add a platform > Mobile and desktop applications: ${redirectUri(refusal)}.`,
  confidence: 'certain',
  ...register(refusal, redirectUri(refusal)),
});

/** AADSTS7000218: at the redirect it is the platform, with a device code the switch below it. */
export const credentialDemanded: Narrow = (refusal) => {
  const client = clientIdOf(refusal);
  if (refusal.request?.flow === 'device_code') {
    return {
      summary: 'The device code flow is switched off for the client.',
      cause:
        '"Allow public client flows" is No, so a client that has no secret gets no token for a device code.',
      fix: 'App registrations > {clientId} > Authentication > Advanced settings > Allow public client flows: Yes.',
      confidence: 'certain',
      ...(client === undefined ? {} : shell(allowPublicClient({ client }))),
    };
  }
  if (refusal.request?.credential !== undefined) return undefined;
  return {
    summary: 'The redirect URI is registered on the platform "Web", which demands a client secret.',
    cause:
      'The person signed in, and then no secret came with the code: a program on a person’s machine has none.',
    fix: `App registrations > {clientId} > Authentication: remove ${redirectUri(refusal)} from "Web" and add it to "Mobile and desktop applications". Where a server redeems the code, keep "Web" and give the client its secret.`,
    confidence: 'certain',
    ...platform(refusal),
  };
};

/** AADSTS9002327. */
export const singlePageRedirect: Narrow = (refusal) => ({
  summary: 'The redirect URI is registered on the platform "Single-page application", for browsers only.',
  cause: 'The person signed in, and then a program, not a web page, came with the code.',
  fix: `App registrations > {clientId} > Authentication: remove ${redirectUri(refusal)} from "Single-page application" and add it to "Mobile and desktop applications".`,
  confidence: 'certain',
  ...platform(refusal),
});

/** AADSTS700025. */
export const secretOfPublicClient: Narrow = ({ request }) => {
  if (request?.credential === undefined) return undefined;
  const device = request.flow === 'device_code';
  return {
    summary: device
      ? 'A client secret was sent with a device code, which is for clients without one.'
      : 'A client secret was sent, and the redirect URI is one of a public client, which has none.',
    cause: device
      ? 'The device code flow is for public clients.'
      : 'The redirect URI is registered on "Mobile and desktop applications".',
    fix: 'Leave the secret of {clientId} away for this flow. For a server that can keep a secret, register its redirect URI on the platform "Web".',
    confidence: 'certain',
    ...(request.credential.kind === 'secret' ? shell('unset CLIENT_SECRET AZURE_CLIENT_SECRET') : {}),
  };
};

function register(refusal: Refusal, uri: string): Narrowed {
  const client = clientIdOf(refusal);
  return client === undefined ? {} : shell(addLoopbackRedirect({ client, uri }));
}

/** A redirect URI can stand on one platform only, so it has to go from the other first. */
function platform(refusal: Refusal): Narrowed {
  const text = `"publicClient": { "redirectUris": ["${redirectUri(refusal)}"] }`;
  return { paste: [{ where: 'manifest', text }] };
}

function withoutPort(uri: string): string {
  return uri.replace(/^(http:\/\/(?:localhost|127\.0\.0\.1)):\d+/, '$1');
}
