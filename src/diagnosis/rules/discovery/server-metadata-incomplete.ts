import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedIds, failedSteps, found, quoteAll } from '../../look.ts';
import { serverDocument } from './server-metadata.ts';

const CHECK = 'discovery/server-has-required-fields';
const NEEDED = ['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri', 'response_types_supported'];

export const serverMetadataIncomplete: KnownRule = {
  code: 'discovery/server-metadata-incomplete',
  leg: 'discovery',
  checks: [CHECK],
  explains: ['discovery/authorization-server-metadata'],
  about: {
    title: "The authorization server's metadata lacks members that clients need.",
    cause: 'It was written by hand or by a proxy, or the grant is not offered there.',
    fix: 'Publish the missing members, or name them with --token-endpoint and --jwks.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'metadata.endpoint_missing');
    const failed = failedIds(symptoms, ({ id }) => id === CHECK);
    const document = serverDocument(symptoms);
    const missing = NEEDED.filter((name) => document?.[name] === undefined || document[name] === '');
    if (document === undefined || (error === undefined && failed.length === 0)) return [];
    const at = symptoms.evidence.discovery?.authorizationServerMetadata?.url ?? '';
    return [
      found(
        "The authorization server's metadata lacks members that clients need.",
        `${at} lacks ${missing.length === 0 ? 'what the check names' : quoteAll(missing)}.${error === undefined ? '' : ` ${error.message}`}`,
        'Publish them: products fill them in when their public base URL and the grant types are set. To go on without: --token-endpoint and --jwks.',
        { results: [...failed, ...(error === undefined ? [] : failedSteps(symptoms))] },
      ),
    ];
  },
};
