import { describe, expect, it } from 'vitest';
import { isGuid } from '../../src/text/guid.ts';
import { firstSegment, originOf } from '../../src/text/origin.ts';

const TENANT = '11111111-2222-4333-8444-555555555555';

describe('originOf and firstSegment', () => {
  it.each([
    [`https://login.microsoftonline.com/${TENANT}/v2.0`, 'https://login.microsoftonline.com', TENANT],
    ['https://mcp.example.com:8443', 'https://mcp.example.com:8443', ''],
    ['no url', undefined, ''],
    [null, undefined, ''],
    [undefined, undefined, ''],
  ])('%s', (url, origin, segment) => {
    expect(originOf(url)).toBe(origin);
    expect(firstSegment(url)).toBe(segment);
  });
});

describe('isGuid', () => {
  it.each([
    [TENANT, true],
    [TENANT.toUpperCase(), true],
    [`${TENANT}0`, false],
    [TENANT.replaceAll('-', ''), false],
    ['contoso.onmicrosoft.com', false],
  ])('%s: %s', (text, is) => expect(isGuid(text)).toBe(is));
});
