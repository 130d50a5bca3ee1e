import type { KnownRule } from '../../known-rule.ts';
import { fill, found, readFlows } from '../../look.ts';

export const groupsOverage: KnownRule = {
  code: 'entra/groups-overage',
  leg: 'token',
  about: {
    title: 'The person is in more groups than a token can hold.',
    cause: 'Entra ID leaves the groups out (more than 200) and names a place to ask.',
    fix: 'Use app roles, or only the groups that are assigned to the application.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token, claims }) => {
      const names = claims._claim_names;
      const moved = typeof names === 'object' && names !== null && 'groups' in names;
      if (!moved && claims.hasgroups !== true && claims.hasgroups !== 'true') return [];
      if (token.tenant === null) return [];
      return [
        found(
          'The token leaves the groups of this person out, because there are too many.',
          `It has ${moved ? '_claim_names' : 'hasgroups'} in place of groups. A server that decides by groups sees none.`,
          fill(
            'App registrations > the API {audience} > Token configuration > Add groups claim: Groups assigned to the application. Or use app roles; or let the server ask Microsoft Graph (getMemberObjects).',
            symptoms,
            request,
          ),
          { severity: 'note' },
        ),
      ];
    }),
};
