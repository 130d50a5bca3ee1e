import { word } from '../../diagnosis/az/shell.ts';
import { followUp } from './follow-up.ts';
import { displayName } from './names.ts';
import type { SetupOptions } from './options.ts';
import { recipe, type Step } from './recipe.ts';

/** The recipe as a script for bash and the Azure CLI. */
export function script(options: SetupOptions): string {
  return [
    ...head(options),
    ...recipe(options).flatMap((step, index) => stepLines(step, index + 1)),
    '',
    '# What to set now. Secrets stay in their file.',
    'cat <<END',
    ...followUp(options),
    'END',
    '',
  ].join('\n');
}

function head(options: SetupOptions): readonly string[] {
  const { tenant } = options;
  return [
    '#!/usr/bin/env bash',
    `# Registers ${displayName('api', options)} and ${displayName('client', options)} in Microsoft Entra ID.`,
    '# Printed by mcp-authcheck setup entra; nothing has been sent. Read it, then run it with bash after',
    `# az login${tenant === undefined ? '' : ` --tenant ${tenant}`} --allow-no-subscriptions. It needs the Azure CLI and an account that may register`,
    '# applications and grant admin consent. What is there already is kept: it can be run again.',
    'set -eu',
    '',
    tenant === undefined
      ? 'TENANT_ID=$(az account show --query tenantId --output tsv)'
      : `TENANT_ID=${word(tenant)}`,
    'GRAPH=https://graph.microsoft.com/v1.0',
    '',
    ...FUNCTIONS,
    ...(tenant === undefined ? [] : ['', ...TENANT_CHECK]),
  ];
}

function stepLines({ title, why, shell }: Step, number: number): readonly string[] {
  return ['', `# ${number}. ${title}`, ...why.map((line) => `# ${line}`), ...shell];
}

const TENANT_CHECK: readonly string[] = [
  'if [ "$(az account show --query tenantId --output tsv)" != "$TENANT_ID" ]; then',
  '  say "az is signed in to another tenant: az login --tenant $TENANT_ID --allow-no-subscriptions"',
  '  exit 1',
  'fi',
];

const members = (...names: readonly string[]): string => names.map((name) => `${name}:${name}`).join(',');
const ROLE_MEMBERS = members('id', 'value', 'displayName', 'description', 'allowedMemberTypes', 'isEnabled');
const SCOPE_MEMBERS = members(
  'id',
  'value',
  'type',
  'isEnabled',
  'adminConsentDisplayName',
  'adminConsentDescription',
  'userConsentDisplayName',
  'userConsentDescription',
);

const FUNCTIONS: readonly string[] = [
  `say() { printf '%s\\n' "$*" >&2; }`,
  '',
  '# A new object is not known to every server of the directory at once.',
  'retry() {',
  '  local pause',
  '  for pause in 5 10 20 40; do',
  '    "$@" && return',
  '    say "Once more in $pause seconds."',
  '    sleep "$pause"',
  '  done',
  '  "$@"',
  '}',
  '',
  '# The id of the application with this display name, made if there is none: name, filter.',
  'application() {',
  '  local found',
  `  found=$(az ad app list --filter "$2" --query '[].appId' --output tsv) || return`,
  '  case $found in',
  `    '') az ad app create --display-name "$1" --sign-in-audience AzureADMyOrg --query appId --output tsv ;;`,
  '    *[[:space:]]*) say "Several applications are called $1: name one with --existing-api or --existing-client." && return 1 ;;',
  `    *) printf '%s\\n' "$found" ;;`,
  '  esac',
  '}',
  '',
  '# The object id of the service principal of an application, made if there is none.',
  'service_principal() {',
  '  local found',
  `  found=$(az ad sp list --filter "appId eq '$1'" --query '[].id' --output tsv) || return`,
  `  [ -n "$found" ] || found=$(retry az ad sp create --id "$1" --query id --output tsv) || return`,
  `  printf '%s\\n' "$found"`,
  '}',
  '',
  '# Changes an application: its id, and the change as a query on what it is now, so that lists are kept.',
  'change() {',
  '  local body',
  '  body=$(az ad app show --id "$1" --query "$2" --output json) || return',
  `  az rest --method PATCH --url "$GRAPH/applications(appId='$1')" --body "$body" --output none`,
  '}',
  '',
  '# The id of a scope or app role of the API, added if there is none: Scope or Role, value, JSON. Of what is there',
  '# it sends back all that may be sent: origin is for reading only.',
  'permission() {',
  '  local list query found',
  '  case $1 in',
  '    Scope)',
  '      list=api.oauth2PermissionScopes',
  `      query="{api:{oauth2PermissionScopes:[\${list}[].{${SCOPE_MEMBERS}},\\\`[$3]\\\`][]}}"`,
  '      ;;',
  '    Role)',
  '      list=appRoles',
  `      query="{appRoles:[\${list}[].{${ROLE_MEMBERS}},\\\`[$3]\\\`][]}"`,
  '      ;;',
  '  esac',
  `  found=$(az ad app show --id "$API_ID" --query "\${list}[?value=='$2'].id" --output tsv) || return`,
  '  if [ -z "$found" ]; then',
  '    change "$API_ID" "$query" >&2 || return',
  `    found=$(az ad app show --id "$API_ID" --query "\${list}[?value=='$2'].id" --output tsv) || return`,
  '  fi',
  `  [ -n "$found" ] && printf '%s\\n' "$found"`,
  '}',
  '',
  'no_role() {',
  '  say "The app role $1 could not be added. If its value is called a duplicate, that of a scope is in the way:"',
  '  say "print this again with roles of their own names, for instance --role Calculator.Add.All."',
  '  exit 1',
  '}',
  '',
  "# Lists a permission in the client's registration: API, permission id, Scope or Role.",
  'permit() {',
  '  local found',
  '  found=$(az ad app permission list --id "$CLIENT_ID" --output tsv \\',
  `    --query "[?resourceAppId=='$1'].resourceAccess[] | [?id=='$2'].id")`,
  '  [ -n "$found" ] || az ad app permission add --id "$CLIENT_ID" --api "$1" --api-permissions "$2=$3" --only-show-errors',
  '}',
];
