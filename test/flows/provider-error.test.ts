import { describe, expect, it } from 'vitest';
import { providerError } from '../../src/flows/provider-error.ts';
import { createVault } from '../../src/http/index.ts';

describe('what support asks for', () => {
  it('is read from the members of an error body', () => {
    const members = {
      error: 'invalid_client',
      error_description:
        'AADSTS7000222: Expired. Trace ID: t Correlation ID: c Timestamp: 2026-11-23 09:00:00Z',
      error_codes: [7000222],
      trace_id: 'trace-1',
      correlation_id: 'correlation-1',
      timestamp: '2026-11-23 09:00:01Z',
    };
    expect(providerError(members, createVault(), 401)).toMatchObject({
      aadsts: 7000222,
      traceId: 'trace-1',
      correlationId: 'correlation-1',
      timestamp: '2026-11-23 09:00:01Z',
    });
  });

  it.each(['\r\n', ' '])(
    'is found in the text of a redirect, which has no members for it (%j)',
    (between) => {
      const parts = [
        `AADSTS65004: ${'The person declined. '.repeat(60)}`,
        'Trace ID: 6ee9ec92-0000-4000-8000-000000000001',
        'Correlation ID: 5f1c3b98-0000-4000-8000-000000000002',
        'Timestamp: 2026-11-23 07:36:44Z',
      ];
      const members = { error: 'access_denied', error_description: parts.join(between) };
      expect(providerError(members, createVault())).toMatchObject({
        aadsts: 65004,
        traceId: '6ee9ec92-0000-4000-8000-000000000001',
        correlationId: '5f1c3b98-0000-4000-8000-000000000002',
        timestamp: '2026-11-23 07:36:44Z',
      });
    },
  );

  it('is absent where nothing says it', () => {
    expect(providerError({ error: 'invalid_client' }, createVault())).toEqual({ error: 'invalid_client' });
  });
});
