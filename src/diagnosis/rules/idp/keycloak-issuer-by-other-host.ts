import { word } from '../../az/shell.ts';
import type { KnownRule } from '../../known-rule.ts';
import { failedIds, failedSteps, found, quote, readFlows } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';
import { isOf, issuerInUse } from './in-use.ts';

export const keycloakIssuerByOtherHost: KnownRule = {
  code: 'keycloak/issuer-by-other-host',
  leg: 'discovery',
  checks: ['discovery/issuer-is-exact'],
  explains: ['issuer/mismatch', 'token/of-another-server', 'session/*'],
  about: {
    title: 'Keycloak calls itself by another address than the one it is reached at.',
    cause: 'Without KC_HOSTNAME it takes its name from the request, as a proxy passes it on.',
    fix: 'Set KC_HOSTNAME to the public address, and KC_PROXY_HEADERS to what the proxy sends.',
  },
  diagnose: (symptoms) => {
    const called = issuerInUse(symptoms);
    if (!isOf('keycloak', symptoms) || called === undefined) return [];
    const own = ownNames(symptoms).find(({ href }) => isSameRealm(href, called));
    const results = [
      ...failedIds(
        symptoms,
        ({ id }) => id.startsWith('discovery/issuer-') || id.startsWith('token/issuer-'),
      ),
      ...failedSteps(symptoms),
    ];
    if (own === undefined || results.length === 0) return [];
    const internal = own.url.protocol === 'http:' || /^(?:localhost|127\.|\[::1\])/.test(own.url.hostname);
    return [
      found(
        'Keycloak calls itself by another address than the one it is reached at.',
        `It is reached as ${quote(called.href)}; ${own.where} says ${quote(own.href)}. ${internal ? 'Behind a proxy it does not know its public address, and builds the issuer from the request that reaches it.' : 'It builds the issuer from the name in the request, so two names are two issuers.'}`,
        'Start Keycloak with its public address; then the issuer is the same whichever way it is asked:',
        {
          results,
          paste: [
            { where: 'shell', text: `export KC_HOSTNAME=${word(called.origin)} KC_PROXY_HEADERS=xforwarded` },
          ],
          look: 'KC_PROXY_HEADERS is xforwarded or forwarded, after the headers that the proxy sets; the proxy must overwrite them.',
        },
      ),
    ];
  },
};

interface OwnName {
  readonly href: string;
  readonly url: URL;
  readonly where: string;
}

/** What Keycloak calls itself, in its metadata and in tokens. */
function ownNames(symptoms: Symptoms): readonly OwnName[] {
  const metadata = symptoms.evidence.discovery?.authorizationServerMetadata?.document.issuer;
  const names = [
    { href: metadata, where: 'its metadata' },
    ...readFlows(symptoms).map(({ token }) => ({ href: token.iss ?? undefined, where: 'iss of its token' })),
  ];
  return names.flatMap(({ href, where }) =>
    href !== undefined && URL.canParse(href) ? [{ href, url: new URL(href), where }] : [],
  );
}

/** The same realm at another origin. */
function isSameRealm(own: string, called: URL): boolean {
  const url = new URL(own);
  const isElsewhere = url.origin !== called.origin;
  return (
    isElsewhere && realmOf(url.pathname) !== undefined && realmOf(url.pathname) === realmOf(called.pathname)
  );
}

function realmOf(pathname: string): string | undefined {
  return /\/realms\/([^/]+)\/?$/.exec(pathname)?.[1];
}
