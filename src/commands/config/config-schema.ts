import { z } from 'zod';

/**
 * The shape of the configuration file. Strict: an unknown key is an error. `schema/config.v1.json` is
 * generated from it.
 */
const text = z.string().min(1, { error: 'expected a string that is not empty' });
const texts = z.array(text);

const secretReference = z
  .union([z.strictObject({ env: text }), z.strictObject({ file: text })], {
    error: 'expected { env: NAME } or { file: PATH }',
  })
  .meta({ description: 'Where a secret stands: an environment variable, or a file relative to this one.' });

const tokenExpectation = z
  .strictObject({
    aud: z.union([text, texts], { error: 'expected a string or a list of strings' }).optional(),
    iss: text.optional(),
    scp: texts.optional().meta({ description: "Each must be among the token's scopes." }),
    roles: texts.optional().meta({ description: "Each must be among the token's roles." }),
  })
  .meta({ description: 'What the access token must say.' });

const flow = z.strictObject({
  flow: text.meta({ description: 'client_credentials, authorization_code, refresh_token, bearer, none, …' }),
  clientId: text.optional(),
  clientSecret: secretReference.optional(),
  certificate: secretReference.optional().meta({ description: 'PEM certificate, with or without its key.' }),
  privateKey: secretReference.optional().meta({ description: 'PEM key: of the certificate, or on its own.' }),
  keyId: text.optional(),
  assertion: secretReference.optional().meta({ description: 'Federated token, read again at every use.' }),
  managedIdentity: z.union([z.literal(true), text], { error: 'expected true or a client id' }).optional(),
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

const headerValue = z.union([text, secretReference], {
  error: 'expected a string, { env: NAME } or { file: PATH }',
});

const settings = z.strictObject({
  provider: text.optional(),
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
});

export const configSchema = z
  .strictObject({
    $schema: z.string().optional(),
    defaults: settings
      .optional()
      .meta({ description: 'Holds for every target that does not say otherwise.' }),
    targets: z.record(z.string(), settings.extend({ url: text })),
  })
  .meta({ title: 'mcp-authcheck configuration' });

export type Config = z.infer<typeof configSchema>;
export type TargetConfig = Config['targets'][string];
export type FlowConfig = z.infer<typeof flow>;
