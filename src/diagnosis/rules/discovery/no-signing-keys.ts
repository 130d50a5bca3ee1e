import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { serverDocument } from './server-metadata.ts';

const CHECK = 'discovery/server-keys-are-public';

/** The check warns of one thing alone: a key set that can be read and is empty. */
export const noSigningKeys: KnownRule = {
  code: 'discovery/no-signing-keys',
  leg: 'discovery',
  checks: [CHECK],
  explains: ['token/signature-invalid'],
  about: {
    title: "The authorization server's key set has no key, or cannot be read: no token can be verified.",
    cause: 'jwks_uri leads to a document without keys, to an error or to a page.',
    fix: 'Publish the public keys at jwks_uri.',
  },
  diagnose: (symptoms) => {
    const result = symptoms.results.find(
      ({ id, verdict }) => id === CHECK && (verdict === 'warn' || verdict === 'fail'),
    );
    const uri = symptoms.evidence.target.jwksUri ?? serverDocument(symptoms)?.jwks_uri;
    if (result === undefined || uri === undefined) return [];
    const isEmpty = result.verdict === 'warn';
    const answer = symptoms.exchanges.find(({ n }) => n === result.exchanges[0]);
    // A set that shows private members is readable: the check alone speaks of it.
    if (!isEmpty && answer?.status === 200 && !/html/i.test(answer.contentType ?? '')) return [];
    const said = answer?.status === 200 ? 'HTML' : String(answer?.status ?? 'with nothing that can be used');
    return [
      found(
        isEmpty
          ? "The authorization server's key set is empty: no server can verify its tokens."
          : "The authorization server's keys cannot be had: no server can verify its tokens.",
        `jwks_uri is ${quote(uri)}; ${isEmpty ? 'the set there has no key' : `it answered ${said}`}. Servers that find no key refuse every token.`,
        'Publish the public signing keys at jwks_uri, or correct jwks_uri in the metadata and OAUTH_JWKS_URI of the server.',
        {
          severity: isEmpty && result.verdict === 'warn' ? 'warning' : 'error',
          results: isEmpty ? [] : [CHECK],
        },
      ),
    ];
  },
};
