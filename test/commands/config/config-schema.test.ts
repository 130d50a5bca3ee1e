import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configSchema } from '../../../src/commands/config/config-schema.ts';

const schema = z.toJSONSchema(configSchema);
const validate = new Ajv2020({ strict: false }).compile(schema);

const target = { url: 'https://calculator.example.com/mcp' };
const flow = { flow: 'client_credentials', clientId: 'x' };
const identityProvider = {
  tokenEndpoint: 'https://id.example.com/token',
  clientId: 'x',
  idToken: { env: 'T' },
};
const withFlow = (more: object) => ({ targets: { a: { ...target, flows: [{ ...flow, ...more }] } } });

describe('the JSON Schema made from the validators judges as they do', () => {
  it.each([
    ['a target', { targets: { a: target } }, true],
    ['a secret by reference', withFlow({ clientSecret: { env: 'CLIENT_SECRET' } }), true],
    ['a call', { targets: { a: { ...target, expect: { calls: [{ tool: 'add', result: null }] } } } }, true],
    ['no resource', { targets: { a: { ...target, resource: false } } }, true],
    ['a metadata document', withFlow({ clientMetadataUrl: 'https://client.example.com/c.json' }), true],
    ['a way for the secret', withFlow({ clientAuth: 'client_secret_basic_raw' }), true],
    ['a federation', withFlow({ federated: 'github', federatedAudience: 'x', dpop: true }), true],
    ['an identity provider', withFlow({ identityProvider }), true],
    ['an answer to a form', { targets: { a: { ...target, elicit: { name: 'Ada', age: 36 } } } }, true],
    ['an editor hint', { $schema: './x.json', targets: { a: target } }, true],
    ['files only', { include: ['targets/*.yaml'], defaults: { tags: ['nightly'] } }, true],
    [
      'tags and expected failures',
      { targets: { a: { ...target, tags: ['x'], expectedFailures: ['y'] } } },
      true,
    ],
    ['a command', withFlow({ clientSecret: { command: ['vault', 'read'] } }), true],
    ['a command in a string', withFlow({ clientSecret: { command: 'vault read' } }), false],
    ['a command of nothing', withFlow({ clientSecret: { command: [] } }), false],
    ['a tag with a comma', { targets: { a: { ...target, tags: ['x,y'] } } }, false],
    ['neither targets nor include', { defaults: {} }, false],
    ['a literal secret', withFlow({ clientSecret: 'x' }), false],
    ['two references', withFlow({ clientSecret: { env: 'A', file: 'b' } }), false],
    ['an unknown key', withFlow({ secret: 'x' }), false],
    ['a target without a URL', { targets: { a: {} } }, false],
    ['a time-out in words', { targets: { a: { ...target, timeout: '5 m' } } }, false],
    ['an empty list of flows', { targets: { a: { ...target, flows: [] } } }, false],
    ['an unknown way for the secret', withFlow({ clientAuth: 'basic' }), false],
    ['an unknown federation', withFlow({ federated: 'gitlab' }), false],
    ['half an identity provider', withFlow({ identityProvider: { clientId: 'x' } }), false],
    ['a literal ID token', withFlow({ identityProvider: { ...identityProvider, idToken: 'x' } }), false],
    ['a word as answer to a form', { targets: { a: { ...target, elicit: 'yes' } } }, false],
    ['no targets', {}, false],
  ])('%s', (_, value, good) => {
    expect(configSchema.safeParse(value).success).toBe(good);
    expect(validate(value)).toBe(good);
  });
});
