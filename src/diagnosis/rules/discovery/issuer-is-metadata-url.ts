import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';
import { weight } from './named-issuers.ts';

const WELL_KNOWN = /\/\.well-known\/(?:openid-configuration|oauth-authorization-server)/;

export const issuerIsMetadataUrl: KnownRule = {
  code: 'discovery/issuer-is-metadata-url',
  leg: 'discovery',
  checks: ['discovery/issuer-is-exact', 'discovery/authorization-server-metadata-found'],
  explains: ['issuer/mismatch', 'token/of-another-server', 'discovery/authorization-server-metadata'],
  about: {
    title: 'authorization_servers has the URL of a metadata document in place of an issuer.',
    cause: 'Clients append /.well-known/… themselves and then ask for a place that does not exist.',
    fix: 'Write the issuer, without /.well-known/ and what follows.',
  },
  diagnose: (symptoms) => {
    const wrong = (symptoms.evidence.discovery?.authorizationServers ?? []).find((name) =>
      WELL_KNOWN.test(name),
    );
    if (wrong === undefined) return [];
    // The document of RFC 8414 stands before the path of the issuer, that of OpenID Connect behind it.
    const right = wrong.replace(WELL_KNOWN, '');
    return [
      found(
        'The endpoint names the URL of a metadata document where the issuer belongs.',
        `authorization_servers has ${quote(wrong)}; clients append /.well-known/… to what stands there, and find nothing. The issuer is ${quote(right)}.`,
        'Write the issuer, exactly as "issuer" in that document has it:',
        { ...weight(symptoms), paste: [metadataToServe(symptoms, right)] },
      ),
    ];
  },
};
