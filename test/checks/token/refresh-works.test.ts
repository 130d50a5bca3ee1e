import { expect, it } from 'vitest';
import { refreshWorks } from '../../../src/checks/token/refresh-works.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(refreshWorks, {
  given: { refresh: 'issuer' },
  brokenBy: { refresh: 'stranger' },
  alsoFails: ['token/signature-verifies'],
});

it.each([
  ['client_credentials', 'No refresh token belongs to this flow.'],
  ['authorization_code', expect.stringContaining('offline_access')],
] as const)('tells whoever used %s whether there could be one', (flow, expected) => {
  const own = { request: { flow }, tokens: {}, sessions: [] };
  const context = { evidence: { flows: [own] }, flow: own } as unknown as Parameters<
    NonNullable<typeof refreshWorks.unmet>
  >[0];
  expect(refreshWorks.unmet?.(context)).toStrictEqual(expected);
});
