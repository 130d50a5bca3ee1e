import { against, times } from '../against.ts';
import { session } from '../kinds.ts';
import type { Row } from '../row.ts';
import { freshToken, inSession, wantsEverMore } from '../session-answers.ts';

const RIGHT = '/elsewhere/.well-known/oauth-protected-resource';

/** What may stand in `WWW-Authenticate`, and refusals that never end. */
export const challengeRows: readonly Row[] = [
  ...[
    ['commas', ','],
    ['quotes', '"'],
    ['backslashes', '\\'],
    ['open-quotes', 'a="'],
    ['equals', '='],
    ['blanks', ' \t'],
  ].map(([name = '', piece = '']) =>
    against({
      id: `challenge-${name}`,
      does: `refuses with 15 KB of ${name} in WWW-Authenticate`,
      twist: { challenge: () => `Bearer ${piece.repeat(Math.floor(15_000 / piece.length))}x` },
      exit: 0,
    }),
  ),
  against({
    id: 'challenge-many',
    does: 'sends Basic and others before Bearer, with decoys for resource_metadata all around it',
    twist: {
      challenge: (_honest, { origin, thief }) => [
        'Basic realm="x, Bearer resource_metadata=\\"https://decoy.example/\\""',
        `Negotiate abc==, Digest resource_metadata="${thief}/prm"`,
        [
          `Bearer error_description="try resource_metadata=\\"${thief}/prm\\"",`,
          `x_resource_metadata="${thief}/prm", resource_metadata_uri="${thief}/prm",`,
          `Resource_Metadata="${origin}${RIGHT}", resource_metadata="${thief}/prm"`,
        ].join(' '),
      ],
    },
    exit: 0,
    also: times(RIGHT, 1),
  }),
  ...['file:///etc/passwd', 'javascript:alert(1)', 'ms-msdt:/id', '//thief', ''].map((url, index) =>
    against({
      id: `challenge-url-${index + 1}`,
      does: `names "${url}" as resource_metadata`,
      twist: { challenge: () => `Bearer resource_metadata="${url}"` },
      exit: 0,
    }),
  ),
  against({
    id: 'challenge-for-ever',
    does: 'answers 401 for ever, whatever token comes',
    by: session,
    twist: {},
    exit: 3,
    code: 'auth.rejected_token',
    also: times('/token', 1),
  }),
  against({
    id: 'challenge-after-session',
    does: 'takes the token once and answers 401 for ever after, with fresh tokens too',
    by: session,
    twist: { mcp: inSession(['initialize']), token: freshToken },
    exit: 3,
    code: 'auth.rejected_token',
    also: times('/token', 2),
  }),
  against({
    id: 'challenge-growing-scopes',
    does: 'answers 403 insufficient_scope and wants one scope more each time, for ever',
    by: session,
    twist: { mcp: inSession(['initialize', 'notifications/initialized'], wantsEverMore), token: freshToken },
    exit: 3,
    code: 'auth.insufficient_scope',
    also: times('/token', 2, 3),
  }),
  against({
    id: 'challenge-names-thief-later',
    does: 'takes the token, then refuses it and names a thief as its authorization server',
    by: session,
    twist: {
      mcp: inSession(['initialize']),
      resource: (honest, all) =>
        all.at('/token').length === 0 ? honest : { ...honest, authorization_servers: [all.thief] },
    },
    exit: 7,
    code: 'issuer.not_pinned',
    also: times('/token', 1),
  }),
];
