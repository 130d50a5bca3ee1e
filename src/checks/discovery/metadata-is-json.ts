import { quote, quoteAll } from '../../token/index.ts';
import { resourceDocumentCheck } from '../resource-documents.ts';

export const metadataIsJson = resourceDocumentCheck({
  id: 'discovery/metadata-is-json',
  title: 'serves its metadata as application/json, with members of the right types',
  level: 'MUST',
  spec: ['RFC 9728 §3.2', 'RFC 9728 §2'],
  passes:
    'The metadata comes with the content type `application/json`, and every member that RFC 9728 defines has the type that it defines.',
  fails:
    'Another content type or a member of the wrong type is a warning: most clients read the document nevertheless, and leave out what they cannot use.',
  fix: 'Serve the document with `Content-Type: application/json`, lists as JSON arrays of strings and flags as true or false.',
  judge: ({ published: { url, contentType, document } }) => {
    const wrong = Object.entries(document ?? {}).flatMap(([name, value]) =>
      TYPES[name] === undefined || TYPES[name](value) ? [] : [name],
    );
    const problems = [
      ...(/^application\/json\s*(?:;|$)/i.test(contentType.trim())
        ? []
        : [
            `its content type is ${contentType === '' ? 'missing' : quote(contentType, 60)}; application/json was expected`,
          ]),
      ...(wrong.length === 0 ? [] : [`it has members of the wrong type: ${quoteAll(wrong)}`]),
    ];
    return problems.length === 0
      ? { verdict: 'pass', message: `The metadata at ${url} comes as ${quote(contentType, 60)}.` }
      : { verdict: 'warn', message: `The metadata at ${url} can be read, but ${problems.join('; ')}.` };
  },
});

const text = (value: unknown): boolean => typeof value === 'string';
const flag = (value: unknown): boolean => typeof value === 'boolean';
const texts = (value: unknown): boolean => Array.isArray(value) && value.every(text);

/** RFC 9728 §2. */
const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  resource: text,
  authorization_servers: texts,
  jwks_uri: text,
  scopes_supported: texts,
  bearer_methods_supported: texts,
  resource_signing_alg_values_supported: texts,
  resource_name: text,
  resource_documentation: text,
  resource_policy_uri: text,
  resource_tos_uri: text,
  tls_client_certificate_bound_access_tokens: flag,
  authorization_details_types_supported: texts,
  dpop_signing_alg_values_supported: texts,
  dpop_bound_access_tokens_required: flag,
  signed_metadata: text,
};
