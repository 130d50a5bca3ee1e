import type { KnownRule } from '../known-rule.ts';
import { fill, found, isEntra, quoteAll } from '../look.ts';

const OIDC: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

export const entraShortScopes: KnownRule = {
  code: 'entra/short-scopes',
  leg: 'discovery',
  about: {
    title: 'The endpoint advertises short scope names.',
    cause: 'Entra ID takes a name without its API for one of Microsoft Graph.',
    fix: "Advertise api://<the API's client id>/<scope>.",
  },
  diagnose: (symptoms) => {
    const scopes = symptoms.evidence.discovery?.protectedResourceMetadata?.document.scopes_supported;
    const short = (scopes ?? []).filter((scope) => !scope.includes('/') && !OIDC.has(scope));
    if (!isEntra(symptoms) || short.length === 0) return [];
    return [
      found(
        'The endpoint advertises short scope names, which Entra ID takes for Microsoft Graph.',
        `scopes_supported has ${quoteAll(short)}; a client that asks for them as they are gets AADSTS650053 or a token for Graph.`,
        fill(`Advertise them in full: api://{audience}/${short[0] ?? ''}.`, symptoms),
        { severity: 'note' },
      ),
    ];
  },
};
