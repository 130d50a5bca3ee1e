import type { KnownRule } from '../../known-rule.ts';
import { found, sentenceCase } from '../../look.ts';
import { explainedBy, said, showCertificates, type Trouble, troubleOf } from './way.ts';

export const tlsUntrusted: KnownRule = {
  code: 'network/tls-untrusted',
  leg: 'network',
  about: {
    title: 'A certificate comes from an authority that is not trusted here.',
    cause:
      "The server has a private authority's certificate, leaves out an intermediate one, or something on the way opens TLS.",
    fix: 'Give the authority with --ca FILE or NODE_EXTRA_CA_CERTS.',
  },
  diagnose: (symptoms) => {
    const trouble = troubleOf(symptoms, 'tls.untrusted');
    if (trouble === undefined) return [];
    const { host, whose } = trouble;
    const inspected = isPublicService(trouble);
    return [
      found(
        `The certificate of ${whose} (${host}) comes from an authority that is not trusted here.`,
        `${said(trouble)}${inspected ? ` ${sentenceCase(whose)} has a certificate of a public authority, so something on the way opens TLS with its own.` : ''}`,
        'Save the certificate of the issuing authority as a PEM file (the last one that the line below shows, or from whoever runs it) and give it with --ca FILE, or set NODE_EXTRA_CA_CERTS for all programs on Node.js. Do not turn the verification off: the token goes over this connection.',
        {
          confidence: inspected ? 'likely' : 'certain',
          paste: [
            { where: 'shell', text: showCertificates(trouble) },
            { where: 'client', text: 'NODE_EXTRA_CA_CERTS=/path/to/authority.pem' },
          ],
          look: 'The "i:" lines that it prints: who issued the certificate.',
          ...(inspected ? {} : reasons(trouble)),
          results: explainedBy(symptoms, trouble),
        },
      ),
    ];
  },
};

/** Why, by the code of the TLS library, the likelier first. */
function reasons({ error }: Trouble) {
  const own = "The server's certificate was issued by the company's own authority.";
  const inspecting =
    'A proxy of the company opens TLS on the way: then public web sites show the same issuer here.';
  const missing = 'The server sends its own certificate alone, without the intermediate one of its issuer.';
  const selfSigned = 'The server signed its certificate itself, as development servers do.';
  const alternatives = error.message.includes('DEPTH_ZERO')
    ? [selfSigned, inspecting]
    : error.message.includes('LEAF_SIGNATURE') || error.message.includes('ISSUER_CERT')
      ? [own, missing, inspecting]
      : [own, inspecting];
  return {
    alternatives,
    decide: 'The issuer that the line above prints, and how many certificates it prints.',
  };
}

/** Authorization servers of the public internet, whose certificates every trust store knows. */
const PUBLIC =
  /(^|\.)(microsoftonline\.(com|us)|partner\.microsoftonline\.cn|windows\.net|okta\.com|auth0\.com|googleapis\.com)$/i;

function isPublicService({ name }: Trouble): boolean {
  return PUBLIC.test(name);
}
