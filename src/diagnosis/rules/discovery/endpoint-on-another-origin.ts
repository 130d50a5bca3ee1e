import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found, quote } from '../../look.ts';
import { serverDocument } from './server-metadata.ts';

const USED = [
  'token_endpoint',
  'authorization_endpoint',
  'jwks_uri',
  'device_authorization_endpoint',
  'registration_endpoint',
  'revocation_endpoint',
];

export const endpointOnAnotherOrigin: KnownRule = {
  code: 'discovery/endpoint-on-another-origin',
  leg: 'target',
  explains: ['network/stopped-for-safety'],
  about: {
    title: "The authorization server's metadata leads to another host, so no credential was sent there.",
    cause:
      'A proxy or a host-name setting made the issuer and its endpoints differ, or somebody else answers.',
    fix: 'Let the metadata name the endpoints on the host of the issuer, or allow the other with --allowed-origin.',
  },
  diagnose: (symptoms) => {
    const document = serverDocument(symptoms);
    const error = errorOf(symptoms, 'endpoint.origin');
    if (document === undefined || error === undefined) return [];
    const { issuer = '' } = document;
    const own = URL.canParse(issuer) ? new URL(issuer).origin : issuer;
    const elsewhere = USED.flatMap((name) => {
      const url = document[name];
      if (typeof url !== 'string' || !URL.canParse(url)) return [];
      const { origin } = new URL(url);
      return origin === own ? [] : [{ name, url, origin }];
    });
    const [first] = elsewhere;
    if (first === undefined) return [];
    return [
      found(
        "The authorization server's metadata leads to another host, so no credential was sent there.",
        `${elsewhere.map(({ name, url }) => `${name} is ${quote(url)}`).join(', ')}; the issuer is ${quote(issuer)}.`,
        `Let the metadata name its endpoints on the host of the issuer (a host-name or proxy setting of the authorization server). If ${first.origin} does belong to it, allow it:`,
        {
          results: failedSteps(symptoms),
          paste: [{ where: 'client', text: `--allowed-origin ${first.origin}` }],
        },
      ),
    ];
  },
};
