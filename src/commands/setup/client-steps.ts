import { withAdded } from '../../diagnosis/az/index.ts';
import { credentialStep } from './credential-step.ts';
import { registration } from './names.ts';
import type { SetupOptions } from './options.ts';
import type { Step } from './recipe.ts';

const LOOPBACK = 'http://localhost/callback';

/** The registration of the client: who it is, where answers go, and how it proves itself. */
export function clientSteps(options: SetupOptions): readonly Step[] {
  const { gatewayCallback } = options;
  return [
    registration('client', options),
    servicePrincipal,
    loopback,
    ...(gatewayCallback === undefined ? [] : [gateway(gatewayCallback)]),
    credentialStep(options),
  ];
}

const servicePrincipal: Step = {
  title: "The client's enterprise application",
  why: ["App roles are assigned to it, and its object id is oid and sub of a machine's token."],
  sets: { of: 'client', servicePrincipal: {} },
  shell: ['service_principal "$CLIENT_ID" >/dev/null'],
  portal: [
    'Nothing to do: App registrations > New registration made it. Where it is missing, Overview has *Create Service Principal*.',
  ],
  check: 'Overview > Managed application in local directory is a link.',
};

const loopback: Step = {
  title: "Redirect URI of a person's sign-in",
  why: [
    "A program on a person's machine listens on a free port: any port matches http://localhost on this platform,",
    'the path must be the same. On "Web" the code could be redeemed with a credential only (AADSTS7000218), on',
    '"Single-page application" by a browser only (AADSTS9002327).',
  ],
  sets: { of: 'client', application: { publicClient: { redirectUris: [LOOPBACK] } } },
  shell: [`retry change "$CLIENT_ID" ${withAdded(['publicClient', 'redirectUris'], [LOOPBACK])}`],
  portal: [
    `Authentication > Add a platform (or Add Redirect URI) > Mobile and desktop applications > Custom redirect URIs: \`${LOOPBACK}\`. Configure.`,
    'Leave the check boxes *Access tokens* and *ID tokens* (implicit grant) empty: neither flow needs them.',
  ],
  check: `Authentication > Mobile and desktop applications lists \`${LOOPBACK}\`.`,
};

function gateway(uri: string): Step {
  return {
    title: "Redirect URI of the gateway's sign-in",
    why: [
      'A gateway takes the answer on its server and redeems the code with the credential: platform "Web".',
      'The URI is compared character for character (AADSTS50011).',
    ],
    sets: { of: 'client', application: { web: { redirectUris: [uri] } } },
    shell: [`change "$CLIENT_ID" ${withAdded(['web', 'redirectUris'], [uri])}`],
    portal: [
      `Authentication > Add a platform (or Add Redirect URI) > Web > Redirect URIs: \`${uri}\`. Configure.`,
    ],
    check: `Authentication > Web lists \`${uri}\`.`,
  };
}
