import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';
import { entraNames, weight } from './named-issuers.ts';

/** A tenant's address without /v2.0: its metadata is the old endpoint's, with another issuer. */
export const entraIssuerWithoutV2: KnownRule = {
  code: 'entra/issuer-without-v2',
  leg: 'discovery',
  checks: ['discovery/issuer-is-exact'],
  explains: ['issuer/mismatch', 'token/of-another-server'],
  about: {
    title: 'The endpoint names the old Entra ID issuer.',
    cause: 'authorization_servers lacks /v2.0, which leads to metadata with another issuer.',
    fix: 'Append /v2.0.',
  },
  diagnose: (symptoms) => {
    const wrong = entraNames(symptoms).find(({ hasVersion }) => !hasVersion);
    if (wrong === undefined) return [];
    const { named, origin, tenant } = wrong;
    const host = origin.endsWith('//sts.windows.net') ? 'https://login.microsoftonline.com' : origin;
    const right = `${host}/${tenant}/v2.0`;
    return [
      found(
        'The endpoint names the old Entra ID issuer: /v2.0 is missing at its end.',
        `authorization_servers has ${quote(named)}; the metadata there is that of the v1.0 endpoint and calls itself ${quote(`https://sts.windows.net/${tenant}/`)}. Clients compare the two and refuse (RFC 8414 §3.3).`,
        `Write ${right} into authorization_servers of the protected resource metadata:`,
        { ...weight(symptoms), paste: [metadataToServe(symptoms, right)] },
      ),
    ];
  },
};
