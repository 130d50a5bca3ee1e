import { afterEach, describe, expect, test } from 'vitest';
import {
  frameProtection,
  pagesCannotBeFramed,
} from '../../../src/checks/authorization-endpoint/pages-cannot-be-framed.ts';
import { runChecks } from '../../../src/checks/index.ts';
import type { HeaderList } from '../../../src/types.ts';
import { type CheckWorld, startCheckWorld } from '../../mutants/check-world.ts';
import type { Mutant } from '../../mutants/mutant.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  pagesCannotBeFramed,
  {
    'error-pages-can-be-framed': 'info',
    'sign-in-can-be-framed': 'fail',
  },
  { clients: ['person'] },
);

describe('what keeps a page out of foreign frames', () => {
  const policy = (text: string) => ['Content-Security-Policy', text] as const;
  const deny = ['X-Frame-Options', 'deny'] as const;

  test.each<readonly [headers: HeaderList, keeps: boolean]>([
    [[policy("frame-ancestors 'none'")], true],
    [[policy("default-src 'self'; frame-ancestors 'self' https://app.example")], true],
    [[policy('frame-ancestors')], true],
    [[policy('frame-ancestors *')], false],
    [[policy('frame-ancestors https:')], false],
    [[policy('frame-ancestors *'), policy("frame-ancestors 'self'")], true],
    [[policy('frame-ancestors *'), deny], false],
    [[policy("default-src 'self'"), deny], true],
    [[['x-frame-options', 'SAMEORIGIN']], true],
    [[['X-Frame-Options', 'ALLOW-FROM https://app.example']], false],
    [[['Content-Security-Policy-Report-Only', "frame-ancestors 'none'"]], false],
    [[], false],
  ])('%j: %s', (headers, keeps) => {
    expect(frameProtection(headers) !== undefined).toBe(keeps);
  });
});

describe('a sign-in behind a redirect', () => {
  let world: CheckWorld | undefined;
  afterEach(() => world?.close());

  const signInAt = (headers: Readonly<Record<string, string>>): Mutant => ({
    name: 'redirects-to-sign-in',
    about: 'Whoever has no session is sent to another page of the server.',
    server: (parts) => ({
      ...parts,
      answer: (request, answer) => {
        const page = { 'content-type': 'text/html', ...headers };
        if (request.path === '/login') return { status: 200, headers: page, body: '<form></form>' };
        const stranger = request.path === '/authorize' && request.headers.cookie === undefined;
        return stranger
          ? { status: 302, headers: { location: '/login?continue=1' } }
          : parts.answer(request, answer);
      },
    }),
    killedBy: [],
  });

  test.each([
    [{ 'x-frame-options': 'DENY' }, 'pass'],
    [{}, 'fail'],
  ] as const)('with %j: %s', async (headers, verdict) => {
    world = await startCheckWorld(signInAt(headers), { clients: ['person'] });
    const [result] = await runChecks([pagesCannotBeFramed], world.context);
    expect(result).toMatchObject({ verdict, message: expect.stringContaining('people sign in on') });
  });
});
