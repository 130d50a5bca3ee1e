import { expect, it } from 'vitest';
import { refusesPlainHttp } from '../../../src/checks/token-endpoint/refuses-plain-http.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { BUSY, OPAQUE, said } from './said.ts';

describeByMutants(refusesPlainHttp, { 'processes-plain-http': 'fail' }, { world: { tls: true } });

it.each([
  ['a closed port', { closed: 'tcp.refused', exchanges: [1] }, 'pass'],
  ['a redirect', { answer: said(301) }, 'pass'],
  ['a page of a firewall', { answer: said(403) }, 'pass'],
  ['a demand for https', { answer: said(403, { error: 'invalid_request' }) }, 'pass'],
  ['a welcome page', { answer: said(200) }, 'info'],
  ['a refusal of the client', { answer: said(401, { error: 'invalid_client' }) }, 'fail'],
  ['a token', { answer: said(200, OPAQUE) }, 'fail'],
  ['too many requests', { answer: BUSY }, 'inconclusive'],
] as const)('judges %s', (_, observation, verdict) => {
  expect(refusesPlainHttp.judge(observation).verdict).toBe(verdict);
});
