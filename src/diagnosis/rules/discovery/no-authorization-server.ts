import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedIds, failedSteps, found } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';

const CHECK = 'discovery/authorization-servers-listed';

export const noAuthorizationServer: KnownRule = {
  code: 'discovery/no-authorization-server',
  leg: 'discovery',
  checks: [CHECK],
  explains: ['issuer/mismatch', 'discovery/authorization-server-metadata'],
  about: {
    title: 'The metadata names no authorization server.',
    cause: 'authorization_servers is missing, empty, or a text where a list belongs.',
    fix: 'List the issuer of the authorization server, as an array.',
  },
  diagnose: (symptoms) => {
    const { discovery } = symptoms.evidence;
    const metadata = discovery?.protectedResourceMetadata ?? null;
    if (metadata === null || (discovery?.authorizationServers ?? []).length > 0) return [];
    const failed = failedIds(symptoms, ({ id }) => id === CHECK || id === 'discovery/issuer-is-exact');
    const refused = errorOf(symptoms, 'metadata') === undefined ? [] : failedSteps(symptoms);
    const listed = metadata.document.authorization_servers;
    return [
      found(
        'The metadata names no authorization server, so clients do not know where to get a token.',
        `authorization_servers in ${metadata.url} is ${listed === undefined ? 'missing, or no array of texts' : 'an empty list'}. It must list at least one issuer, as a JSON array.`,
        'Set the variable that it is built from (OAUTH_ISSUER is often not set in that environment), so that it says:',
        { results: [...failed, ...refused], paste: [metadataToServe(symptoms)] },
      ),
    ];
  },
};
