import type { SecretShape } from '../../../../secret.ts';
import { newSecret } from '../../../az/index.ts';
import { type Narrow, type Narrowed, type Refusal, shell } from './refusal.ts';
import { apiIdOf, clientIdOf } from './settings.ts';

/** AADSTS7000215. The secret itself is never looked at, only its shape. */
export const wrongSecret: Narrow = (refusal) => {
  const credential = refusal.request?.credential;
  const own =
    credential?.kind === 'secret' ? shapes.find(({ has }) => has(credential.secret.shape)) : undefined;
  if (own !== undefined)
    return { confidence: 'certain', ...own.narrowed, ...(own.again ? again(refusal) : {}) };
  const client = clientIdOf(refusal);
  if (client !== undefined && client === apiIdOf(refusal)) return apiAsClient(client);
  if (credential?.kind !== 'secret') return again(refusal);
  return {
    summary: `The secret that was sent is none of the secrets of the application ${client ?? 'that asks'}.`,
    cause: 'It has the form of a secret, so it most likely belongs to another application or was deleted.',
    fix: 'Give the client the Value of one of its own secrets. Where that is lost, make a new one: App registrations > {clientId} > Certificates & secrets > Client secrets, and copy the column "Value" at once.',
    confidence: 'likely',
    alternatives: [
      'Not all of it was copied, or a shell or a form changed a character such as + & % $ on the way.',
    ],
    decide: `Certificates & secrets > Client secrets shows the first three characters of each secret of ${client ?? 'the application'}: is yours there?`,
    ...again(refusal),
  };
};

/** AADSTS7000222, 7000216. */
export const newSecretNeeded: Narrow = (refusal) => again(refusal);

function again(refusal: Refusal): Narrowed {
  const client = clientIdOf(refusal);
  return client === undefined ? {} : shell(newSecret({ client }));
}

function apiAsClient(client: string): Narrowed {
  return {
    summary: 'The client calls itself by the client id of the API, and the secret is none of the API’s.',
    cause: `The client id that was sent and the audience are the same value: ${client}.`,
    fix: 'Give --client-id the Application (client) ID of the client, which is another one: App registrations > the client > Overview. The audience stays as it is.',
    confidence: 'likely',
    alternatives: ['Client and API are meant to be one registration, and the secret is wrong.'],
    decide: `Is the secret listed at App registrations > ${client} > Certificates & secrets, or at another registration?`,
  };
}

interface Shape {
  readonly has: (shape: SecretShape) => boolean;
  readonly narrowed: Required<Pick<Narrowed, 'summary' | 'cause' | 'fix'>>;
  /** A new secret mends it too, because the old one cannot be read again. */
  readonly again?: true;
}

const shapes: readonly Shape[] = [
  {
    has: ({ isPlaceholder }) => isPlaceholder,
    narrowed: {
      summary: 'A placeholder was sent in place of the client secret.',
      cause: 'The text looks like that of an example or a template: nobody put the secret in.',
      fix: 'Set the variable that holds the secret (CLIENT_SECRET) to the Value of a secret; where a file or a pipeline fills it in, look why it did not.',
    },
  },
  {
    has: ({ isQuoted }) => isQuoted,
    narrowed: {
      summary: 'The client secret was sent with quotation marks around it.',
      cause:
        'They are part of the variable: env files and pipelines often keep them, a shell takes them away.',
      fix: 'Write the secret without quotation marks where it is stored, or let the program that reads the file take them away.',
    },
  },
  {
    has: ({ isGuid }) => isGuid,
    narrowed: {
      summary: 'The ID of the secret was sent in place of its value.',
      cause: 'What was sent is a GUID: so looks the column "Secret ID", and no secret’s Value ever does.',
      fix: 'App registrations > {clientId} > Certificates & secrets > Client secrets: the column "Value". It is shown once only, so make a new secret and copy the Value at once.',
    },
    again: true,
  },
  {
    has: ({ hasBlanks }) => hasBlanks,
    narrowed: {
      summary: 'The client secret was sent with a blank or a line end in it.',
      cause:
        'Secrets of Entra ID have neither; one copied along, or one that echo wrote behind it, counts as part of it.',
      fix: 'Store the secret without it: printf %s in place of echo, and no line end in the file or key vault.',
    },
  },
  {
    has: ({ isPercentEncoded }) => isPercentEncoded,
    narrowed: {
      summary: 'The client secret was URL-encoded before it was stored, so it is encoded twice.',
      cause: 'It has %XX in it, for instance %7E in place of ~; secrets of Entra ID have no percent sign.',
      fix: 'Store the secret as the portal shows it. Whoever sends it encodes it.',
    },
  },
];
