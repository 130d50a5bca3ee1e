import { describe, expect, test } from 'vitest';
import { type Asked, leadsTo, type Outcome, outcomeOf } from '../../src/checks/front-channel.ts';
import { type FrontRule, judgeFrontRefusals } from '../../src/checks/front-refusal.ts';
import type { ServerAnswer, Verdict } from '../../src/types.ts';
import { serverAnswerOf } from './server-answers.ts';

const CALLBACK = 'http://127.0.0.1:4711/callback';

function asked(answer: Partial<ServerAnswer>, redirectUri = CALLBACK): Asked {
  return { sent: 'with something', redirectUri, answer: serverAnswerOf(answer) };
}

const code = asked({ status: 302, location: `${CALLBACK}?code=x`, members: { code: 'x' } });
const token = asked({ status: 302, location: `${CALLBACK}#access_token=x`, members: { access_token: 'x' } });
const error = (name: string) =>
  asked({ status: 302, location: `${CALLBACK}?error=${name}`, members: { error: name }, error: name });
const login = asked({ status: 302, location: '/login?continue=%2Fauthorize' });
const page = asked({ status: 200 });
const refused = asked({ status: 400 });
const limited = asked({ status: 429 });
const broken = asked({ status: 503 });

describe('what an answer of the authorization endpoint means', () => {
  test.each<readonly [string, Asked, Outcome]>([
    ['a code', code, 'code'],
    ['a token', token, 'token'],
    ['an error', error('invalid_request'), 'error'],
    ['a redirect to a sign-in', login, 'elsewhere'],
    ['a page', page, 'page'],
    ['a refusal', refused, 'refused'],
    ['an error in JSON', asked({ status: 200, error: 'invalid_client' }), 'refused'],
    ['too many requests', limited, 'unwell'],
    ['a server that is down', broken, 'unwell'],
    ['a redirect to nowhere', asked({ status: 302 }), 'unwell'],
  ])('%s', (_, answer, outcome) => {
    expect(outcomeOf(answer)).toBe(outcome);
  });
});

describe('where a redirect leads to', () => {
  test.each<readonly [location: string, uri: string, leads: boolean]>([
    [`${CALLBACK}?code=x`, CALLBACK, true],
    [`${CALLBACK}?code=x`, `${CALLBACK}/`, false],
    [`${CALLBACK}?code=x`, `${CALLBACK}?more=1`, false],
    [`${CALLBACK}?code=x&more=1`, `${CALLBACK}?more=1`, true],
    [`${CALLBACK}?code=x#more`, `${CALLBACK}#more`, true],
    [`${CALLBACK}?code=x`, `${CALLBACK}#more`, false],
    ['http://user@127.0.0.1:4711/callback?code=x', CALLBACK, false],
    ['http://127.0.0.1:4712/callback?code=x', CALLBACK, false],
    ['javascript:alert(1)?code=x', 'javascript:alert(1)', true],
    ['/login', CALLBACK, false],
    ['http://[', CALLBACK, false],
  ])('%s to %s: %s', (location, uri, leads) => {
    expect(leadsTo(location, uri, 'https://as.example/authorize')).toBe(leads);
  });
});

describe('authorization requests that must be refused', () => {
  const noGrant: FrontRule = {
    demands: 'no_grant',
    errors: ['invalid_request'],
    broken: 'fail',
    means: 'that is wrong.',
  };
  const noRedirect: FrontRule = { demands: 'no_redirect', broken: 'fail', means: 'that is wrong.' };

  test.each<readonly [string, FrontRule, Asked, readonly Asked[], Verdict]>([
    ['a code is wrong', noGrant, code, [code], 'fail'],
    ['a token is wrong', noGrant, code, [token], 'fail'],
    ['the right error', noGrant, page, [error('invalid_request')], 'pass'],
    ['another error', noGrant, page, [error('access_denied')], 'warn'],
    ['an error page', noGrant, page, [refused], 'pass'],
    [
      'an error that only says that nobody is there',
      noGrant,
      page,
      [error('login_required')],
      'inconclusive',
    ],
    ['an error at an address that nobody registered', noRedirect, page, [error('invalid_request')], 'fail'],
    ['the sign-in page first', noRedirect, page, [page], 'inconclusive'],
    ['a redirect to the sign-in first', noRedirect, login, [login], 'inconclusive'],
    ['one refused, one not', noRedirect, page, [refused, code], 'fail'],
    ['one refused, one unknown', noRedirect, page, [refused, page], 'inconclusive'],
    ['too many requests', noRedirect, page, [limited], 'inconclusive'],
    ['nothing gets through', noRedirect, refused, [refused], 'inconclusive'],
    ['nothing gets through but what is wrong', noRedirect, refused, [code], 'fail'],
  ])('%s', (_, rule, good, wrong, verdict) => {
    expect(judgeFrontRefusals({ good, asked: wrong }, rule)).toMatchObject({ verdict });
  });

  test('one that goes on like a right one is probably taken', () => {
    const { message } = judgeFrontRefusals({ good: page, asked: [refused, page] }, noRedirect);
    expect(message).toContain('probably takes this one');
  });
});
