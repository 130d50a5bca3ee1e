import type { ClientCredential, SetupOptions } from './options.ts';

/**
 * What to set at the server and at mcp-authcheck, and the commands that prove it, with the script's variables
 * (`$API_ID`, `$CLIENT_ID`, `$TENANT_ID`) in place of ids.
 */
export function followUp(options: SetupOptions): readonly string[] {
  const { scopes, url } = options;
  return [
    '# For the server:',
    'export OAUTH_ISSUER=https://login.microsoftonline.com/$TENANT_ID/v2.0',
    'export OAUTH_AUDIENCE=$API_ID',
    'export OAUTH_JWKS_URI=https://login.microsoftonline.com/$TENANT_ID/discovery/v2.0/keys',
    '',
    '# For mcp-authcheck, besides OAUTH_AUDIENCE:',
    'export TENANT_ID=$TENANT_ID',
    'export CLIENT_ID=$CLIENT_ID',
    `export CUSTOM_SCOPES="${scopes.map((scope) => `api://$API_ID/${scope}`).join(' ')}"`,
    `export MCP_URL=${url ?? 'https://calculator.example.com/mcp'}`,
    '',
    ...verifications(options),
  ];
}

/** A machine with its credential, then a person without: with one, the desktop platform refuses (AADSTS700025). */
function verifications({ credential, roles, scopes }: SetupOptions): readonly string[] {
  const demanded = (flag: string, values: readonly string[]): string =>
    values.map((value) => ` ${flag} ${value}`).join('');
  return [
    `# Now wait a minute, then${credential.kind === 'federated' ? ', where such a token is to be had,' : ''} as a machine:`,
    `mcp-authcheck verify --flow client_credentials ${flagOf(credential)}${demanded('--expect-role', roles)}`,
    '# And as a person, without the credential:',
    `mcp-authcheck verify --flow authorization_code${demanded('--expect-scope', scopes)}`,
  ];
}

function flagOf(credential: ClientCredential): string {
  switch (credential.kind) {
    case 'secret':
      return '--client-secret-file "$SECRET_FILE"';
    case 'certificate':
      return '--certificate "$CERTIFICATE_FILE"';
    case 'federated':
      return credential.flag;
  }
}
