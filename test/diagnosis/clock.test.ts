import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import { describeRules } from './describe-rules.ts';
import { asked, exchange } from './exchanges.ts';
import { at, failed, flow, symptoms, token } from './symptoms.ts';

/** The clock of this machine says nine o'clock. */
const header = (minutes: number): string => new Date(Date.parse(at(minutes))).toUTCString();
const expired = [flow({ token: token({ expiresAt: at(-30) }) })];

describeRules('clocks', [
  {
    code: 'clock/client-ahead',
    name: 'both servers say it is seven',
    given: symptoms({
      flows: expired,
      results: [failed('token/not-expired', { flow: 'client_credentials' })],
      exchanges: [exchange(1, { date: header(-120) }), asked(2, { date: header(-120) })],
    }),
    says: ['2 hours ahead', 'calculator.example.com and login.microsoftonline.com', 'NTP'],
  },
  {
    code: 'clock/client-behind',
    name: 'both servers say it is ten',
    given: symptoms({
      exchanges: [exchange(1, { date: header(60) }), asked(2, { date: header(60) })],
    }),
    severity: 'warning',
    says: ['60 minutes behind', 'comes from the future'],
  },
]);

describe('clocks that say nothing of the client', () => {
  const codes = (...exchanges: readonly ReturnType<typeof exchange>[]): readonly string[] =>
    diagnose(symptoms({ exchanges })).map(({ code }) => code);

  it.each([
    ['one server alone is off', [exchange(1, { date: header(-120) }), asked(2, { date: header(0) })]],
    [
      'both servers are off in other ways',
      [exchange(1, { date: header(-120) }), asked(2, { date: header(60) })],
    ],
    ['only one server was asked', [exchange(1, { date: header(-120) })]],
    ['a minute', [exchange(1, { date: header(-1) }), asked(2, { date: header(-1) })]],
    ['no readable date', [exchange(1, { date: 'today' }), asked(2, { date: 'tomorrow' })]],
  ])('%s', (_name, exchanges) => {
    expect(codes(...exchanges).filter((code) => code.startsWith('clock/'))).toEqual([]);
  });

  it('a person took ten minutes to sign in after the first answer', () => {
    const early = { startedAt: at(-10), date: header(-10) };
    const late = { startedAt: at(0), date: header(0) };
    expect(codes(exchange(1, early), asked(2, late))).toEqual([]);
  });
});
