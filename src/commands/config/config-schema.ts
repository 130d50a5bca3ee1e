import { z } from 'zod';
import { FEDERATIONS, FLOWS, PROVIDERS, SECRET_METHODS } from './names.ts';

/**
 * The shape of the configuration file. Strict: an unknown key is an error. `schema/config.v1.json` is
 * generated from it.
 */
const text = z.string().min(1, { error: 'expected a string that is not empty' });
const texts = z.array(text);

const secretReference = z
  .union(
    [
      z.strictObject({ env: text }),
      z.strictObject({ file: text }),
      z.strictObject({
        command: texts.min(1, { error: 'expected a program and its arguments' }).meta({
          description:
            'Program and arguments, run without a shell in the folder of this file, with --allow-commands only.',
        }),
      }),
    ],
    { error: 'expected { env: NAME }, { file: PATH } or { command: [PROGRAM, ARG] }' },
  )
  .meta({
    description:
      'Where a secret stands: an environment variable, a file relative to this one, or what a command prints.',
  });

const tokenExpectation = z
  .strictObject({
    aud: z.union([text, texts], { error: 'expected a string or a list of strings' }).optional(),
    iss: text.optional(),
    scp: texts.optional().meta({ description: "Each must be among the token's scopes." }),
    roles: texts.optional().meta({ description: "Each must be among the token's roles." }),
  })
  .meta({ description: 'What the access token must say.' });

const identityProvider = z
  .strictObject({
    tokenEndpoint: text.meta({ description: 'https; http on loopback only.' }),
    clientId: text.meta({ description: 'The client that signed in there.' }),
    clientSecret: secretReference.optional(),
    idToken: secretReference.meta({ description: 'ID token of the sign-in, read again at every use.' }),
  })
  .meta({ description: 'For the flow "enterprise": who changes the ID token for an identity assertion.' });

const flow = z.strictObject({
  flow: text.meta({ description: `How to get the token: ${FLOWS.join(', ')}.` }),
  clientId: text.optional().meta({
    description:
      'Without one the client is registered dynamically, where the authorization server does that.',
  }),
  clientMetadataUrl: text.optional().meta({
    description: 'Client ID Metadata Document: its URL is the client id, unless clientId is there as well.',
  }),
  clientSecret: secretReference.optional(),
  clientAuth: z.enum(SECRET_METHODS).optional().meta({
    description:
      'How the client secret travels; default: as the metadata says. client_secret_basic_raw leaves id and secret as they are, for servers that do not decode them.',
  }),
  certificate: secretReference.optional().meta({ description: 'PEM certificate, with or without its key.' }),
  privateKey: secretReference.optional().meta({ description: 'PEM key: of the certificate, or on its own.' }),
  keyId: text.optional(),
  assertion: secretReference.optional().meta({
    description:
      'Federated token, read again at every use: the credential of the client, or what the flow "jwt_bearer" changes for a token.',
  }),
  federated: z.enum(FEDERATIONS).optional().meta({
    description:
      'Asks for the federated token: github in a GitHub Actions job with id-token: write, managed-identity on an Azure host.',
  }),
  federatedAudience: text.optional().meta({
    description: 'Audience of the token that federated asks for; default: what the provider documents.',
  }),
  managedIdentity: z
    .union([z.literal(true), text], { error: 'expected true or a client id' })
    .optional()
    .meta({
      description: 'The identity of the Azure host; a client id says which, also with federated.',
    }),
  identityProvider: identityProvider.optional(),
  dpop: z.boolean().optional().meta({ description: 'Sender-constrained tokens (RFC 9449).' }),
  token: secretReference.optional().meta({ description: 'An access token for the flow "bearer".' }),
  scopes: texts.optional(),
  library: z.enum(['msal', 'openid-client']).optional(),
  port: z
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .meta({ description: 'Fixed loopback port of the redirect URI.' }),
  expect: tokenExpectation.optional(),
});

const call = z.strictObject({
  tool: text,
  arguments: z.record(z.string(), z.json()).optional(),
  result: z
    .json()
    .optional()
    .meta({ description: 'Compared when present; else the call must only succeed.' }),
});

const expectations = z.strictObject({ tools: texts.optional(), calls: z.array(call).optional() });

const probeCall = z.strictObject({ tool: text, arguments: z.record(z.string(), z.json()).optional() });

const probes = z
  .strictObject({
    scopedTool: probeCall
      .extend({
        needs: texts.min(1).meta({ description: 'Scopes, or roles for machines, that the tool needs.' }),
        broader: text.optional().meta({ description: 'A broader scope that includes them.' }),
      })
      .optional()
      .meta({ description: 'A harmless tool that needs a scope which another token lacks.' }),
    handle: z.strictObject({ create: probeCall, use: probeCall }).optional().meta({
      description:
        'A harmless tool that hands out a handle, and one that takes it: the text "$handle" in the arguments of use.',
    }),
    inputTool: probeCall
      .optional()
      .meta({ description: 'A harmless tool that asks for more input (2026-07-28, input_required).' }),
    otherApi: text.optional().meta({
      description:
        'Another API of the same authorization server, for a token with the wrong audience: a scope like api://other/.default at Entra ID, else a resource URI.',
    }),
    publicMethods: texts
      .optional()
      .meta({ description: 'JSON-RPC methods that are meant to answer without a token.' }),
  })
  .meta({ description: 'What the checks cannot find out by themselves.' });

const headerValue = z.union([text, secretReference], {
  error: 'expected a string, { env: NAME }, { file: PATH } or { command: [PROGRAM, ARG] }',
});

const settings = z.strictObject({
  provider: text.optional().meta({ description: `${PROVIDERS.join(', ')}; default: by the issuer.` }),
  tenant: text.optional().meta({ description: 'Entra tenant; pins the issuer.' }),
  issuer: text.optional().meta({ description: 'Pinned issuer: credentials go to no other.' }),
  authority: text.optional(),
  audience: text.optional(),
  resource: z.union([text, z.literal(false)], { error: 'expected a URI or false' }).optional(),
  tokenEndpoint: text.optional(),
  jwks: text.optional(),
  headers: z.record(z.string(), headerValue).optional(),
  protocol: text.optional(),
  timeout: z.number().min(1).max(600).optional().meta({ description: 'Seconds.' }),
  flows: z.array(flow).min(1, { error: 'expected at least one flow' }).optional(),
  expect: expectations.optional(),
  probes: probes.optional(),
  elicit: z
    .record(z.string(), z.json())
    .optional()
    .meta({ description: 'Answer to a form elicitation; without it elicitations are declined.' }),
  tags: z
    .array(z.string().regex(/^[^\s,]{1,100}$/, { error: 'expected a word without blanks and commas' }))
    .optional()
    .meta({ description: 'Words by which verify --tag picks its targets. They replace those of defaults.' }),
  expectedFailures: texts.optional().meta({
    description:
      'Ids of checks that may fail here, as verify --list-checks spells them; one that passes fails. They replace those of defaults.',
  }),
});

export const configSchema = z
  .strictObject({
    $schema: z.string().optional(),
    include: texts.optional().meta({
      description:
        'Further files of this kind, relative to this one and not outside its folder; * and ? stand for parts of a name. defaults here hold for them too, theirs for their own targets before these.',
    }),
    defaults: settings.optional().meta({
      description: 'Holds for every target that does not say otherwise, here and in included files.',
    }),
    targets: z
      .record(z.string(), settings.extend({ url: text }))
      .optional()
      .meta({ description: 'Endpoints to verify, by name. A name stands for one target over all files.' }),
  })
  .refine(({ targets, include }) => targets !== undefined || include !== undefined, {
    path: ['targets'],
    error: 'expected a mapping (or include)',
  })
  // For editors, who cannot see the rule above.
  .meta({
    title: 'mcp-authcheck configuration',
    allOf: [{ anyOf: [{ required: ['targets'] }, { required: ['include'] }] }],
  });

export type Config = z.infer<typeof configSchema>;
export type Settings = z.infer<typeof settings>;
export type TargetConfig = NonNullable<Config['targets']>[string];
export type FlowConfig = z.infer<typeof flow>;
