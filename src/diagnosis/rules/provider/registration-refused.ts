import type { Profile } from '../../../types.ts';
import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';

/** Where a client is registered by hand; `{redirect}` is this tool's redirect URI. */
const PORTALS: Readonly<Record<string, string>> = {
  entra:
    'Entra ID registers no client on request. Microsoft Entra admin center > App registrations > New registration, platform "Mobile and desktop applications" with {redirect}; then API permissions.',
  okta: 'The registration endpoint of Okta wants an API token of an administrator. Admin Console > Applications > Create App Integration > OIDC, Native Application, sign-in redirect URI {redirect}; then let an access policy allow it.',
  auth0:
    'Auth0 Dashboard > Applications > Create Application > Native, Allowed Callback URLs {redirect}. Or switch registration on: Settings > Advanced > Dynamic Client Registration, and promote a connection to domain level.',
  keycloak:
    'Keycloak Admin Console > Clients > Create client, Client authentication off, Valid redirect URIs {redirect}. Or let this host register: Clients > Client registration > Anonymous access policies > Trusted Hosts.',
};

const ANYWHERE =
  'Register a native (public) client at the authorization server by hand, with the redirect URI {redirect}.';

const THEN = 'Then give its id: --client-id.';

export const registrationRefused: KnownRule = {
  code: 'registration/refused',
  leg: 'token',
  about: {
    title: 'There is no client id: none was given, and none could be registered.',
    cause:
      'The authorization server offers neither Client ID Metadata Documents nor dynamic registration, or it refused to register this client.',
    fix: 'Register a client by hand at the authorization server, and give --client-id.',
  },
  diagnose: (symptoms) => {
    const ofFlows = symptoms.evidence.flows.map(({ error, request }) => ({ error, flow: request.flow }));
    const refused = ofFlows.filter(({ error }) => error?.code.startsWith('registration.') === true);
    return refused.flatMap(({ error, flow }) =>
      error === null
        ? []
        : [
            found(
              error.code === 'registration.lost'
                ? 'The authorization server no longer knows the client that it registered.'
                : 'There is no client id: none was given, and none could be registered.',
              error.message,
              error.code === 'registration.lost' ? (error.hint ?? THEN) : fixFor(symptoms, error.hint),
              { results: failedSteps(symptoms, flow) },
            ),
          ],
    );
  },
};

/** In the words of the provider's portal; of an unknown one only its own answer tells. */
function fixFor({ evidence: { profile } }: Symptoms, hint: string | undefined): string {
  const portal = PORTALS[profile.name];
  if (portal === undefined && hint !== undefined) return hint;
  return `${(portal ?? ANYWHERE).replaceAll('{redirect}', redirectOf(profile))} ${THEN}`;
}

function redirectOf({ loopback: { host, path, anyPort } }: Profile): string {
  return anyPort ? `http://${host}${path}` : `http://${host}:8400${path} (and --port 8400)`;
}
