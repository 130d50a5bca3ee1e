import { setTokenVersion2, withAdded } from '../../diagnosis/az/index.ts';
import { Variable, word } from '../../diagnosis/az/shell.ts';
import { registration } from './names.ts';
import type { SetupOptions } from './options.ts';
import { rolesOf, scopesOf } from './permissions.ts';
import type { Step } from './recipe.ts';

const API = new Variable('API_ID');

/** The registration of the API: the MCP server's side. */
export function apiSteps(options: SetupOptions): readonly Step[] {
  return [
    registration('api', options),
    tokenVersion,
    appIdUri,
    scopes(options),
    roles(options),
    servicePrincipal,
  ];
}

const tokenVersion: Step = {
  title: 'Version 2 tokens',
  why: [
    "The API's registration decides the version of its tokens, whichever endpoint is asked. A new one says null,",
    'which means 1: then iss is https://sts.windows.net/TENANT/ and aud the App ID URI, and a server that',
    'expects the v2.0 issuer refuses every token. It comes before the App ID URI, which may depend on it.',
  ],
  sets: { of: 'api', application: { api: { requestedAccessTokenVersion: 2 } } },
  shell: [`retry ${setTokenVersion2({ api: API })}`],
  portal: ['Manifest (Microsoft Graph format): set `"requestedAccessTokenVersion": 2` inside `"api"`. Save.'],
  check: 'Manifest shows `"requestedAccessTokenVersion": 2`.',
};

const appIdUri: Step = {
  title: 'App ID URI',
  why: [
    'The prefix of every scope that a client asks for: api://API/SCOPE for a person, api://API/.default for a',
    'machine. In version 2 tokens aud is the client id alone, without api://.',
  ],
  sets: { of: 'api', application: { identifierUris: ['api://{api}'] } },
  shell: [`retry change "$API_ID" ${withAdded(['identifierUris'], ['api://', API])}`],
  portal: ['Expose an API > Application ID URI > Add: keep the proposed `api://API_ID`. Save.'],
  check: 'Expose an API shows `api://` and the Application (client) ID of the API.',
};

function scopes(options: SetupOptions): Step {
  const wanted = scopesOf(options);
  return {
    title: 'Scopes: what a person lets a client do',
    why: [
      'They become scp in the token of a signed-in person, by their short names. A machine never has scp.',
    ],
    sets: { of: 'api', application: { api: { oauth2PermissionScopes: wanted } } },
    shell: wanted.flatMap((scope, index) => [
      `SCOPE_${index + 1}=$(permission Scope ${word(scope.value)} \\`,
      `  ${word(jsonInQuery(scope))})`,
    ]),
    portal: wanted.map(
      (scope) =>
        `Expose an API > Add a scope: Scope name \`${scope.value}\`; Who can consent? *Admins and users*; Admin consent display name \`${scope.adminConsentDisplayName}\`; Admin consent description \`${scope.adminConsentDescription}\`; State *Enabled*. Add scope.`,
    ),
    check: `Expose an API lists ${wanted.map(({ value }) => `\`api://API_ID/${value}\``).join(' and ')}, enabled.`,
  };
}

function roles(options: SetupOptions): Step {
  const wanted = rolesOf(options);
  return {
    title: 'App roles: what a machine may do',
    why: [
      'They become roles in the token of client credentials. Scopes are never offered under "Application',
      'permissions": without roles for applications that list is empty, and a machine gets a signed, valid token',
      'with no authority at all.',
      ...(sharesNames(options) ? SHARED_NAMES : []),
    ],
    sets: { of: 'api', application: { appRoles: wanted } },
    shell: wanted.flatMap((role, index) => [
      `ROLE_${index + 1}=$(permission Role ${word(role.value)} \\`,
      `  ${word(jsonInQuery(role))}) || no_role ${word(role.value)}`,
    ]),
    portal: wanted.map(
      (role) =>
        `App roles > Create app role: Display name \`${role.displayName}\`; Allowed member types *Applications*; Value \`${role.value}\`; Description \`${role.description}\`; Do you want to enable this app role? *yes*. Apply.`,
    ),
    check: `App roles lists ${wanted.map(({ value }) => `\`${value}\``).join(' and ')} with Allowed member types *Applications*, enabled.`,
  };
}

// JSON stands between backticks in a query.
function jsonInQuery(value: object): string {
  return JSON.stringify(value).replaceAll('`', String.raw`\u0060`);
}

const SHARED_NAMES = [
  'A role with the value of a scope has been accepted at times and refused as a "duplicate value" at others:',
  'if it is, print this again with roles of their own names, for instance --role Calculator.Add.All.',
];

function sharesNames({ scopes: names, roles: values }: SetupOptions): boolean {
  return values.some((value) => names.includes(value));
}

const servicePrincipal: Step = {
  title: "The API's enterprise application",
  why: ['Without its service principal the tenant does not know the API: AADSTS500011, AADSTS650052.'],
  sets: { of: 'api', servicePrincipal: {} },
  shell: ['service_principal "$API_ID" >/dev/null'],
  portal: [
    'Nothing to do: App registrations > New registration made it. Where it is missing, Overview has *Create Service Principal*.',
  ],
  check: 'Overview > Managed application in local directory is a link.',
};
