import { expect, test } from 'vitest';
import { serverEndpointsAreHttps } from '../../../src/checks/discovery/server-endpoints-are-https.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { judgedOnMetadata } from '../published.ts';

describeByMutants(serverEndpointsAreHttps, { 'endpoint-in-plain-http': 'fail' }, { clients: [] });

test.each<readonly [string, Parameters<typeof judgedOnMetadata>[1], string]>([
  ['the issuer', { issuer: 'http://as.example' }, 'fail'],
  ['the keys', { jwks_uri: 'http://as.example/keys' }, 'fail'],
  ['an endpoint without an origin', { revocation_endpoint: '/revoke' }, 'fail'],
  ['an alias for certificates', { mtls_endpoint_aliases: { token_endpoint: 'http://m.example/t' } }, 'fail'],
  ['an endpoint on this machine', { token_endpoint: 'http://127.0.0.1:8080/token' }, 'pass'],
  ['a page for people', { service_documentation: 'http://docs.example' }, 'pass'],
])('%s', async (_name, server, verdict) => {
  expect(await judgedOnMetadata(serverEndpointsAreHttps, server)).toMatchObject({ verdict });
});
