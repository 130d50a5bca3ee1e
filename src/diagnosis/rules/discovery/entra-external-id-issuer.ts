import { isGuid } from '../../../text/guid.ts';
import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';
import { tenantOf, weight } from './named-issuers.ts';

/** `https://contoso.ciamlogin.com/…`; the issuer's own host begins with the tenant id. */
const BY_NAME = /^https:\/\/([^./]+)\.ciamlogin\.com(?:\/([^/]+))?/i;

export const entraExternalIdIssuer: KnownRule = {
  code: 'entra/external-id-issuer',
  leg: 'discovery',
  checks: ['discovery/issuer-is-exact'],
  explains: ['issuer/mismatch', 'token/of-another-server'],
  about: {
    title: "The endpoint names External ID by the tenant's name, and its issuer has the tenant id as host.",
    cause:
      'https://contoso.ciamlogin.com/… answers with the issuer https://{tenant id}.ciamlogin.com/{tenant id}/v2.0.',
    fix: 'Name the issuer as its metadata writes it.',
  },
  diagnose: (symptoms) => {
    const { discovery } = symptoms.evidence;
    const wrong = (discovery?.authorizationServers ?? []).find((named) => {
      const [, host] = BY_NAME.exec(named) ?? [];
      return host !== undefined && !isGuid(host);
    });
    if (wrong === undefined) return [];
    const own = discovery?.authorizationServerMetadata?.document.issuer;
    const [, , inPath = ''] = BY_NAME.exec(wrong) ?? [];
    const tenant = isGuid(inPath) ? inPath : (tenantOf(symptoms) ?? '<Directory (tenant) ID>');
    const right =
      own !== undefined && /\.ciamlogin\.com\//i.test(own)
        ? own
        : `https://${tenant}.ciamlogin.com/${tenant}/v2.0`;
    return [
      found(
        "The endpoint names External ID by the tenant's name; its issuer has the tenant id as host.",
        `authorization_servers has ${quote(wrong)}; the metadata there calls itself ${quote(right)}. Clients compare the two character for character (RFC 8414 §3.3).`,
        'Name the issuer as its metadata writes it:',
        { ...weight(symptoms), paste: [metadataToServe(symptoms, right)] },
      ),
    ];
  },
};
