import { describe, expect, it } from 'vitest';
import { describeRules } from './describe-rules.ts';
import { challenged, codesOf, exchange, PLACE, pasted, published } from './discovery-pastes.ts';
import { API, failed, symptoms } from './symptoms.ts';

const WELL_FORMED = failed('discovery/challenge-is-well-formed');
const NAMES = failed('discovery/challenge-names-resource-metadata');
const WRONG = 'https://calculator.example.com/.well-known/oauth-protected-resource/api/mcp';
const INNER = 'http://10.0.0.5:8080/.well-known/oauth-protected-resource/mcp';
const hinted = (url: string, ...args: Parameters<typeof published>) => ({
  ...published(...args),
  challenge: { scheme: 'Bearer', parameters: { resource_metadata: url } },
});

describeRules('the challenge', [
  {
    code: 'discovery/challenge-is-not-bearer',
    name: 'Basic, from a web server in front',
    given: symptoms({
      discovery: challenged('Basic realm="Restricted"', 'Basic', { realm: 'Restricted' }),
      exchanges: [exchange({ n: 1, status: 401, from: 'nginx/1.27' })],
      results: [WELL_FORMED],
    }),
    says: ['asks for "Basic"', 'Basic realm=\\"Restricted\\"'].map((text) => text.replaceAll('\\', '')),
  },
  {
    code: 'discovery/challenge-unreadable',
    name: 'without quotation marks',
    given: symptoms({
      discovery: challenged(`Bearer resource_metadata=${PLACE}`, 'Bearer', { resource_metadata: PLACE }),
      results: [WELL_FORMED],
    }),
    says: [`Bearer resource_metadata=${PLACE}`, 'quotation marks'],
  },
  {
    code: 'discovery/challenge-leads-nowhere',
    name: 'another path',
    given: symptoms({
      discovery: hinted(WRONG, {}, [{ url: WRONG, status: 404, outcome: '404' }]),
      results: [NAMES],
    }),
    says: [`"${WRONG}"`, `"${PLACE}"`, '404'],
  },
  {
    code: 'discovery/challenge-names-another-host',
    name: 'the address behind the proxy',
    given: symptoms({
      discovery: hinted(INNER, {}, [{ url: INNER, status: null, outcome: 'ssrf.private_address' }]),
      results: [NAMES],
    }),
    says: [`"${INNER}"`, 'https://calculator.example.com/mcp', 'its own address'],
  },
  {
    code: 'discovery/challenge-names-another-host',
    name: 'a host that does have it',
    given: symptoms({ discovery: hinted('https://meta.example.com/prm', {}) }),
    says: ['"https://meta.example.com/prm"'],
    severity: 'warning',
  },
  {
    code: 'discovery/challenge-without-metadata',
    name: 'a realm alone',
    given: symptoms({
      discovery: challenged('Bearer realm="api"', 'Bearer', { realm: 'api' }),
    }),
    says: ['Bearer realm="api"', PLACE],
    severity: 'note',
  },
  {
    code: 'discovery/challenge-without-metadata',
    name: 'a realm alone, where revision 2025-06-18 is spoken',
    given: symptoms({
      discovery: challenged('Bearer realm="api"', 'Bearer', { realm: 'api' }),
      results: [NAMES],
    }),
    says: ['2025-06-18'],
  },
]);

describe('the header line that can be pasted', () => {
  it.each([
    ['discovery/challenge-is-not-bearer', challenged('Basic realm="x"', 'Basic', { realm: 'x' })],
    ['discovery/challenge-without-metadata', challenged('Bearer realm="x"', 'Bearer', { realm: 'x' })],
  ])('%s', (code, given) => {
    expect(pasted(code, symptoms({ discovery: given, results: [WELL_FORMED] }))).toEqual([
      `WWW-Authenticate: Bearer resource_metadata="${PLACE}", scope="api://${API}/calculator.add"`,
    ]);
  });
});

describe('a challenge that is right', () => {
  it.each([
    ['Bearer behind another scheme', 'Negotiate, Bearer'],
    ['Bearer alone', 'Bearer'],
  ])('%s: nothing is said of it', (_, line) => {
    const right = challenged(`${line} resource_metadata="${PLACE}"`, 'Bearer', { resource_metadata: PLACE });
    expect(codesOf(symptoms({ discovery: right }))).toEqual([]);
  });
});
