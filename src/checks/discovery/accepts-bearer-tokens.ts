import { quoteAll } from '../../token/index.ts';
import { resourceDocumentCheck } from '../resource-documents.ts';

export const acceptsBearerTokens = resourceDocumentCheck({
  id: 'discovery/accepts-bearer-tokens',
  title: 'says that it takes plain bearer tokens',
  level: 'INFO',
  spec: ['RFC 9728 §2'],
  passes:
    '`dpop_bound_access_tokens_required` and `tls_client_certificate_bound_access_tokens` are absent or false.',
  fails:
    'Either of them true is for information: the endpoint wants, or may want, tokens that are bound to a key of the client, and checks that send a plain bearer token then see nothing but refusals.',
  fix: 'Nothing, if bound tokens are meant; ask for DPoP tokens with `--dpop` so that the other checks have one to show.',
  judge: ({ published: { document } }) => {
    const bound = FLAGS.filter((name) => document?.[name] === true);
    return bound.length === 0
      ? { verdict: 'pass', message: 'The metadata demands no tokens that are bound to a key.' }
      : {
          verdict: 'info',
          message: `The metadata says ${quoteAll(bound)}: tokens are bound to a key of the client, and a plain bearer token may be refused for that alone.`,
        };
  },
});

const FLAGS = ['dpop_bound_access_tokens_required', 'tls_client_certificate_bound_access_tokens'] as const;
