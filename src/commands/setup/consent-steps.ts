import { grantAdminConsent, requireAssignment } from '../../diagnosis/az/index.ts';
import { Variable, word } from '../../diagnosis/az/shell.ts';
import { displayName } from './names.ts';
import type { SetupOptions } from './options.ts';
import { GRAPH_APP_ID, rolesOf, SIGN_IN_SCOPES, scopesOf } from './permissions.ts';
import type { Step } from './recipe.ts';

const CLIENT = new Variable('CLIENT_ID');
const API = new Variable('API_ID');

/** What the client may do at the API, and who says so. */
export function consentSteps(options: SetupOptions): readonly Step[] {
  return [permissions(options), consent, ...(options.assignmentRequired ? [assignment(options)] : [])];
}

function permissions(options: SetupOptions): Step {
  const scopes = scopesOf(options);
  const roles = rolesOf(options);
  const api = displayName('api', options);
  return {
    title: 'Permissions of the client',
    why: [
      'Delegated permissions for people, application permissions for machines, and what every sign-in asks of',
      'Microsoft Graph. Listed here they are asked for; they work after the next step.',
    ],
    sets: {
      of: 'client',
      application: {
        requiredResourceAccess: [
          {
            resourceAppId: '{api}',
            resourceAccess: [
              ...scopes.map(({ id }) => ({ id, type: 'Scope' as const })),
              ...roles.map(({ id }) => ({ id, type: 'Role' as const })),
            ],
          },
          {
            resourceAppId: GRAPH_APP_ID,
            resourceAccess: SIGN_IN_SCOPES.map(({ id }) => ({ id, type: 'Scope' as const })),
          },
        ],
      },
    },
    shell: [
      ...scopes.map(({ value }, index) => `permit "$API_ID" "$SCOPE_${index + 1}" Scope # ${value}`),
      ...roles.map(({ value }, index) => `permit "$API_ID" "$ROLE_${index + 1}" Role # ${value}`),
      ...SIGN_IN_SCOPES.map(({ value, id }) => `permit ${word(GRAPH_APP_ID)} ${id} Scope # ${value}`),
    ],
    portal: [
      `API permissions > Add a permission > APIs my organization uses > ${api} > Delegated permissions: ${listed(scopes)}. Add permissions.`,
      `API permissions > Add a permission > APIs my organization uses > ${api} > Application permissions: ${listed(roles)}. Add permissions.`,
      `API permissions > Add a permission > Microsoft Graph > Delegated permissions: ${listed(SIGN_IN_SCOPES)}. Add permissions.`,
    ],
    check: 'Configured permissions lists the scopes as *Delegated* and the roles as *Application*.',
  };
}

const consent: Step = {
  title: 'Admin consent',
  why: [
    'An application permission is worth nothing until an administrator grants it: the token then has no roles.',
    'With it nobody is asked when they sign in. It takes a Cloud Application Administrator or more; in a',
    'national cloud, where az cannot, press the button of the portal.',
  ],
  sets: { of: 'client', adminConsent: true },
  shell: [`retry ${grantAdminConsent({ client: CLIENT })}`],
  portal: ['API permissions > Grant admin consent for (the name of your organisation) > Yes.'],
  check: 'Every line of API permissions has the status Granted for (the name of your organisation).',
};

function assignment(options: SetupOptions): Step {
  const api = displayName('api', options);
  return {
    title: 'Only who is assigned gets a token',
    why: [
      'Without it every application and every person of the tenant gets a token for the API, if one without roles.',
      'With it those who are not assigned are refused: AADSTS501051 for machines, AADSTS50105 for people. The',
      'client is assigned by its roles; people and groups have to be added, here whoever runs this.',
    ],
    sets: { of: 'api', servicePrincipal: { appRoleAssignmentRequired: true }, assignsPerson: true },
    shell: [
      requireAssignment({ api: API, required: true }),
      'API_PRINCIPAL=$(service_principal "$API_ID")',
      'PERSON=$(az ad signed-in-user show --query id --output tsv)',
      'found=$(az rest --method GET --url "$GRAPH/users/$PERSON/appRoleAssignments" \\',
      '  --query "value[?resourceId==\'$API_PRINCIPAL\'].id" --output tsv)',
      '[ -n "$found" ] || az rest --method POST --url "$GRAPH/servicePrincipals/$API_PRINCIPAL/appRoleAssignedTo" --output none \\',
      `  --body ${word(
        '{"principalId":"',
        new Variable('PERSON'),
        '","resourceId":"',
        new Variable('API_PRINCIPAL'),
        '","appRoleId":"00000000-0000-0000-0000-000000000000"}',
      )}`,
    ],
    portal: [
      `Enterprise applications > ${api} > Properties > Assignment required? *Yes*. Save.`,
      `Enterprise applications > ${api} > Users and groups > Add user/group: the people who may use it. Assign.`,
    ],
    check: `Enterprise applications > ${api} > Users and groups lists them; the client's roles stand under API permissions.`,
  };
}

function listed(permissions: readonly { readonly value: string }[]): string {
  return permissions.map(({ value }) => `\`${value}\``).join(', ');
}
