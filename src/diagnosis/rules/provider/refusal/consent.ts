import { assignRole, grantAdminConsent } from '../../../az/index.ts';
import { type Narrow, type Narrowed, type Refusal, shell } from './refusal.ts';
import { apiIdOf, clientIdOf } from './settings.ts';

/** AADSTS65001. */
export const noConsent: Narrow = (refusal) =>
  refusal.request?.flow === 'refresh_token'
    ? {
        summary: 'The consent for the client is gone: the sign-in went well, and the refresh does not.',
        cause: 'It was withdrawn since, or the refresh asks for more than was consented to.',
        fix: 'Sign in again and accept, or App registrations > {clientId} > API permissions > Grant admin consent.',
        ...consent(refusal),
      }
    : consent(refusal);

/** AADSTS90094, 90095. */
export const administratorMustConsent: Narrow = (refusal) => ({
  summary: 'People may not consent to this client: an administrator must.',
  cause:
    'The tenant leaves consent to administrators, or one of the scopes does ("Admins only" at Expose an API), and none has consented yet.',
  fix: 'App registrations > {clientId} > API permissions > Grant admin consent for the tenant.',
  confidence: 'likely',
  alternatives: ['An administrator has consented, and the client asks for consent again (prompt=consent).'],
  decide: 'API permissions shows a green tick "Granted for …" in each line that is consented to.',
  ...consent(refusal),
});

/** AADSTS65004. */
export const declined: Narrow = (refusal) => ({
  summary: 'The person pressed Cancel where consent is asked for.',
  cause: 'The sign-in itself went well.',
  fix: 'Sign in again and accept; or an administrator consents for everybody, and nobody is asked: App registrations > {clientId} > API permissions > Grant admin consent.',
  confidence: 'certain',
  ...consent(refusal),
});

/** AADSTS50105: the message names the application that requires assignment. */
export const personNotAssigned: Narrow = (refusal) => {
  const [id] = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/i.exec(refusal.words) ?? [];
  const [, who] = /signed in user '([^']{1,200})'/i.exec(refusal.words) ?? [];
  const whose = id === undefined ? 'the application' : `${id} (${nameOf(id, refusal)})`;
  return {
    summary: `The application requires assignment, and ${who ?? 'the person'} is not assigned.`,
    cause: `"Assignment required?" is Yes at ${whose}, and neither the person nor a group of theirs is in its list. Groups inside of groups do not count.`,
    fix: `Enterprise applications > ${id ?? 'the application'} > Users and groups > Add user/group. Or, if everybody may use it: Properties > Assignment required?: No.`,
    confidence: 'certain',
  };
};

function nameOf(id: string, refusal: Refusal): string {
  if (id === apiIdOf(refusal)) return 'the API';
  return id === clientIdOf(refusal) ? 'the client' : 'another application';
}

/** AADSTS501051. */
export const machineNotAssigned: Narrow = (refusal) => {
  const client = clientIdOf(refusal);
  const api = apiIdOf(refusal);
  const roles = refusal.request?.expect?.roles ?? [];
  return {
    summary: 'The API requires assignment, and the machine has none of its app roles.',
    cause: `"Assignment required?" is Yes at the API ${api ?? ''}, so a client without an app role gets no token at all.`,
    fix: `App registrations > {clientId} > API permissions > Add a permission > My APIs > Application permissions: ${roles.length === 0 ? 'an app role of the API' : roles.join(', ')}; then Grant admin consent.`,
    confidence: 'certain',
    ...(client === undefined || api === undefined || roles.length === 0
      ? {}
      : shell(...roles.map((role) => assignRole({ client, api, role })))),
  };
};

function consent(refusal: Refusal): Narrowed {
  const client = clientIdOf(refusal);
  return client === undefined ? {} : shell(grantAdminConsent({ client }));
}
