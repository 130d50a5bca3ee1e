import { expect, test } from 'vitest';
import { serverAtEndpointOrigin } from '../../../src/checks/discovery/server-at-endpoint-origin.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { contextOf, discoveryOf } from '../discoveries.ts';

// What stands there is never more than a note: no revision in force looks at it.
describeByMutants(
  serverAtEndpointOrigin,
  { 'speaks-2025-03-26': 'info' },
  { correct: 'info', clients: [], target: { protocol: '2025-03-26' } },
);

const answered = {
  url: 'https://h.example/.well-known/oauth-authorization-server',
  status: 200,
  isMetadata: true,
  isNeeded: true,
  exchanges: [1],
};

test('metadata at the origin is what that revision looks for', () => {
  expect(serverAtEndpointOrigin.judge(answered).verdict).toBe('pass');
});

test('without any metadata it is a deployment of that time, which costs clients their secret', () => {
  const { verdict, message } = serverAtEndpointOrigin.judge({ ...answered, status: 404, isMetadata: false });
  expect(verdict).toBe('info');
  expect(message).toContain('send the client secret to this origin');
});

test('is asked only of an endpoint of that revision, or one that was found by its fallback', () => {
  const concerned = (discovery = discoveryOf()) =>
    serverAtEndpointOrigin.concerns?.(contextOf({ discovery }).evidence);
  expect(concerned()).toBe(false);
  expect(concerned({ ...discoveryOf({ resource: null }), legacyFallback: 'paths' })).toBe(true);
});
