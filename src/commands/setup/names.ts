import { word } from '../../diagnosis/az/shell.ts';
import type { SetupOptions } from './options.ts';
import type { Step } from './recipe.ts';

/** Display names in the portal. */
export function displayName(of: 'api' | 'client', { name }: SetupOptions): string {
  return `${name} ${of === 'api' ? 'API' : 'Client'}`;
}

/** A name of files: small letters, digits and dashes. */
export function fileName(options: SetupOptions): string {
  const plain = displayName('client', options)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return plain.replaceAll(/^-|-$/g, '');
}

/** The step that makes the registration, or finds it. */
export function registration(of: 'api' | 'client', options: SetupOptions): Step {
  const [variable, existing] =
    of === 'api' ? ['API_ID', options.existingApi] : ['CLIENT_ID', options.existingClient];
  const name = displayName(of, options);
  const what = of === 'api' ? 'the API, which is the MCP server' : 'the client that calls it';
  if (existing !== undefined) {
    return {
      title: `The registration of ${what}`,
      why: ['It is there already.'],
      sets: { of, application: {} },
      shell: [`${variable}=$(az ad app show --id ${existing} --query appId --output tsv)`],
      portal: [
        `App registrations > All applications: open the one with Application (client) ID \`${existing}\`.`,
      ],
      check: `Overview shows Application (client) ID \`${existing}\`; below it is called ${variable}.`,
    };
  }
  return {
    title: `The registration of ${what}`,
    why: [
      of === 'api'
        ? 'Its Application (client) ID is the audience of every token.'
        : 'One of its own: a client that is its own API gets tokens for itself, and its refreshes fail (AADSTS90009).',
      'Single tenant: accounts of other organisations cannot sign in.',
    ],
    sets: { of, application: { displayName: name, signInAudience: 'AzureADMyOrg' } },
    shell: [`${variable}=$(application ${word(name)} ${word(odataFilter(name))})`],
    portal: [
      `App registrations > New registration: Name \`${name}\`; Supported account types *Single tenant only*, in older portals *Accounts in this organizational directory only*; leave Redirect URI empty. Register.`,
      `Copy Overview > Application (client) ID: below it is called ${variable}${of === 'api' ? '; Directory (tenant) ID is TENANT_ID' : ''}.`,
    ],
    check: 'Overview > Supported account types says My organization only.',
  };
}

// A quote is doubled in a text of OData.
function odataFilter(name: string): string {
  return `displayName eq '${name.replaceAll("'", "''")}'`;
}
