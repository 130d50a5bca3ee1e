import type { KnownRule } from '../../known-rule.ts';
import { found, isEntra, quoteAll } from '../../look.ts';
import { appIdUri, challengeToServe, metadataToServe, OIDC, wordsIn } from './lines-to-serve.ts';

export const entraShortScopes: KnownRule = {
  code: 'entra/short-scopes',
  leg: 'discovery',
  about: {
    title: 'The endpoint advertises short scope names.',
    cause: 'Entra ID takes a name without its API for one of Microsoft Graph.',
    fix: "Advertise api://<the API's client id>/<scope>.",
  },
  diagnose: (symptoms) => {
    const { challenge, protectedResourceMetadata } = symptoms.evidence.discovery ?? {};
    const inMetadata = shortOf(protectedResourceMetadata?.document.scopes_supported ?? []);
    const inChallenge = shortOf(wordsIn(challenge?.parameters.scope));
    const short = inMetadata.length > 0 ? inMetadata : inChallenge;
    if (!isEntra(symptoms) || short.length === 0) return [];
    const places = [
      ...(inMetadata.length > 0 ? ['scopes_supported'] : []),
      ...(inChallenge.length > 0 ? ['the challenge'] : []),
    ];
    return [
      found(
        'The endpoint advertises short scope names, which Entra ID takes for Microsoft Graph.',
        `${places.join(' and ')} ${places.length > 1 ? 'have' : 'has'} ${quoteAll(short)}; a client that asks for them as they are gets AADSTS650053 or a token for Graph.`,
        `Advertise them in full, as Expose an API shows them: ${appIdUri(symptoms)}/${short[0] ?? ''}, or with the URL of the endpoint in front where that is the App ID URI.`,
        { severity: 'warning', paste: [metadataToServe(symptoms), challengeToServe(symptoms)] },
      ),
    ];
  },
};

function shortOf(scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope) => !scope.includes('/') && !OIDC.has(scope));
}
