import type { KnownRule } from '../../known-rule.ts';
import { failedIds, fill, found, quote } from '../../look.ts';

export const refusesItself: KnownRule = {
  code: 'gateway/refuses-itself',
  leg: 'discovery',
  explains: ['discovery/*', 'session/*', 'server/*', 'interop/*'],
  about: {
    title: 'App Service Authentication refuses requests before the MCP server sees them.',
    cause:
      'Its challenge names authorization_uri and no resource_metadata, which MCP clients cannot begin with.',
    fix: 'Let unauthenticated requests through to the server, or let App Service publish the metadata.',
  },
  diagnose: (symptoms) => {
    const { discovery } = symptoms.evidence;
    const line = discovery?.answers
      .flatMap(({ wwwAuthenticate }) => wwwAuthenticate)
      .find((text) => /\bauthorization_uri="?https:/i.test(text) && !/resource_metadata=/i.test(text));
    if (line === undefined || discovery?.protectedResourceMetadata != null) return [];
    return [
      found(
        'Something in front of the MCP server refuses requests itself, most likely App Service Authentication.',
        `Without a token came 401 with ${quote(line)}. authorization_uri is what App Service Authentication says; MCP clients look for resource_metadata (RFC 9728 §5.1), and no metadata is published.`,
        fill(
          'Either App Service > Settings > Authentication > Edit: "Unauthenticated requests" to "Allow unauthenticated access", so that the MCP server checks tokens and answers itself; or let App Service publish the metadata (preview) with the setting below. Its "Allowed token audiences" must then have the aud of the tokens.',
          symptoms,
        ),
        {
          confidence: 'likely',
          paste: [
            {
              where: 'shell',
              text: 'az webapp auth update -g RESOURCE-GROUP -n APP --unauthenticated-client-action AllowAnonymous',
            },
            {
              where: 'gateway',
              text: fill(
                'WEBSITE_AUTH_PRM_DEFAULT_WITH_SCOPES=api://{audience}/user_impersonation',
                symptoms,
              ),
            },
          ],
          alternatives: ['The server itself sends the challenge of an older Microsoft library.'],
          decide:
            'Whether the log of the MCP server shows the request: what App Service refuses never gets there.',
          results: failedIds(
            symptoms,
            ({ id }) =>
              id.startsWith('discovery/') || id === 'road/session' || id === 'endpoint/accepts-valid-token',
          ),
        },
      ),
    ];
  },
};
