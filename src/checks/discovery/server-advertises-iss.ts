import { givenBy, serverMetadataCheck } from '../server-metadata.ts';

const MEMBER = '`authorization_response_iss_parameter_supported`';

export const serverAdvertisesIss = serverMetadataCheck({
  id: 'discovery/server-advertises-iss',
  title: 'names an authorization server that says that it puts `iss` into its authorization responses',
  level: 'SHOULD',
  spec: ['MCP 2026-07-28 authorization, Authorization Response Validation', 'RFC 9207 §2.3'],
  revisions: { since: '2026-07-28' },
  passes: 'The metadata has `authorization_response_iss_parameter_supported: true`.',
  fails:
    'It is absent or false: warn, because clients cannot tell whose response came back (mix-up); info at a provider whose metadata nobody can change.',
  cannotKnow: 'Whether `iss` really comes; a sign-in shows that.',
  fix: 'Turn on the issuer identification of RFC 9207 in the authorization server, which sends `iss` with every authorization response and sets the member.',
  unmet: ({ hasCodeFlow }) =>
    hasCodeFlow
      ? undefined
      : 'Nobody signs in at this authorization server, so there is no authorization response.',
  judge: ({ document, url, provider }) => {
    const value = document.authorization_response_iss_parameter_supported;
    if (value === true) return { verdict: 'pass', message: `The metadata at ${url} has ${MEMBER}: true.` };
    const found = `The metadata at ${url} ${value === undefined ? `has no ${MEMBER}` : `has ${MEMBER}: ${String(value)}`}`;
    return provider.isGiven
      ? { verdict: 'info', message: `${found}: ${givenBy(provider)}.` }
      : {
          verdict: 'warn',
          message: `${found}; true was expected, so that clients can tell whose authorization response came (RFC 9207).`,
        };
  },
});
