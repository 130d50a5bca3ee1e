import type { Access } from './access.ts';
import { comment, constant } from './literal.ts';
import type { LoadPlan } from './plan.ts';

/** The constants of a script: what is known of the target, as JSON literals. */
export function targetSource({ access, ...target }: LoadPlan): string {
  return access.kind === 'client_credentials'
    ? `${constant('TARGET', target)}\n\n${constant('ACCESS', access)}`
    : constant('TARGET', target);
}

/** Lines of the comment on top that say what a script is for and which variables it reads. */
export function aboutLines(plan: LoadPlan, engine: string): readonly string[] {
  const { access, secretHeaders, era, name, url, clientInfo } = plan;
  const headers = Object.values(secretHeaders).map((variable) => `${variable}: value of a gateway's header`);
  return [
    `Load test of ${comment(name)} (${comment(url)}) for ${engine}, written by mcp-authcheck ${comment(clientInfo.version)}.`,
    '',
    'One iteration is one conversation of an MCP client: the handshake where the era has one, then the calls.',
    'Start small: what is loaded is also the authorization server, and it may lock a client out that asks too often.',
    '',
    'Environment:',
    ...[...tokenLines(access), ...headers].map((line) => `  ${comment(line)}`),
    `  MCP_ERA: legacy (initialize first) or modern (${plan.revisions.modern}); default: ${era}`,
    '  MCP_ROUNDS: how often the calls are made in one conversation; default: 1',
  ];
}

function tokenLines(access: Access): readonly string[] {
  const another = 'an access token to use as it is, for instance from mcp-authcheck token';
  switch (access.kind) {
    case 'none':
      return [];
    case 'ready':
      return [`MCP_ACCESS_TOKEN: ${another}: ${access.why}; it is not renewed`];
    case 'client_credentials':
      return [
        `${access.secretVariable}: the client secret of ${access.clientId}; never give it on the command line`,
        `MCP_ACCESS_TOKEN: instead, ${another}: one for all virtual users, not renewed`,
      ];
  }
}
