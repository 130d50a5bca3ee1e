import type { KnownRule } from '../known-rule.ts';
import { found, quote } from '../look.ts';

/** A tenant's address without /v2.0: its metadata is the old endpoint's, with another issuer. */
const WITHOUT_VERSION =
  /^https:\/\/login\.(?:microsoftonline\.(?:com|us)|partner\.microsoftonline\.cn)\/[^/]+\/?$/;

export const entraIssuerWithoutV2: KnownRule = {
  code: 'entra/issuer-without-v2',
  leg: 'discovery',
  about: {
    title: 'The endpoint names the old Entra ID issuer.',
    cause: 'authorization_servers lacks /v2.0, which leads to metadata with another issuer.',
    fix: 'Append /v2.0.',
  },
  diagnose: ({ evidence }) => {
    const wrong = (evidence.discovery?.authorizationServers ?? []).find((name) => WITHOUT_VERSION.test(name));
    if (wrong === undefined) return [];
    const right = `${wrong.replace(/\/$/, '')}/v2.0`;
    return [
      found(
        'The endpoint names the old Entra ID issuer.',
        `authorization_servers has ${quote(wrong)}; its metadata is that of the v1.0 endpoint and has the issuer of sts.windows.net.`,
        `Write ${right} into authorization_servers of the protected resource metadata.`,
      ),
    ];
  },
};
