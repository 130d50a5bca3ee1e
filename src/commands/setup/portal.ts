import { followUp } from './follow-up.ts';
import { displayName } from './names.ts';
import type { SetupOptions } from './options.ts';
import { recipe, type Step } from './recipe.ts';

/** The recipe in the words of the portal, as Markdown. */
export function portal(options: SetupOptions): string {
  return [
    `# Register ${displayName('api', options)} and ${displayName('client', options)} in Microsoft Entra ID`,
    '',
    `In the Microsoft Entra admin center${options.tenant === undefined ? '' : `, tenant \`${options.tenant}\``}, with an account that may register applications and grant admin consent. The steps work in this order.`,
    '',
    ...recipe(options).flatMap((step, index) => stepLines(step, index + 1)),
    '## What to set now',
    '',
    'With the three ids in place of `$TENANT_ID`, `$API_ID` and `$CLIENT_ID`:',
    '',
    '```sh',
    ...files(options),
    ...followUp(options),
    '```',
    '',
  ].join('\n');
}

function stepLines({ title, why, portal: actions, check, sets }: Step, number: number): readonly string[] {
  return [
    `## ${number}. ${title}`,
    '',
    why.join(' '),
    '',
    `At the ${sets.of === 'api' ? 'API' : 'client'}:`,
    '',
    ...actions.map((action) => `- ${action}`),
    `- Check: ${check}`,
    '',
  ];
}

function files({ credential }: SetupOptions): readonly string[] {
  switch (credential.kind) {
    case 'secret':
      return ['SECRET_FILE=secret.txt # holds the Value alone, with mode 600', ''];
    case 'certificate':
      return ['CERTIFICATE_FILE=client.pem # the certificate and its private key, with mode 600', ''];
    case 'federated':
      return [];
  }
}
