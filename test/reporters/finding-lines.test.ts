import { describe, expect, it } from 'vitest';
import { findingLines, withConsequences } from '../../src/reporters/finding-lines.ts';
import { paintWith } from '../../src/reporters/paint.ts';
import type { Finding } from '../../src/types.ts';
import { openDoor, plain } from './failing.ts';

const paint = paintWith(plain);
const lines = (changed: Partial<Finding> = {}, consequences: readonly Finding[] = []): string =>
  findingLines({ ...openDoor, ...changed }, paint, '', consequences).join('\n');

describe('a finding', () => {
  it('says what it is, what mends it and what goes away with it, and then why', () => {
    expect(lines()).toBe(`✘ The endpoint answers without a token.
  → fix: Put the authorization middleware in front of the route.
  explains: 1 failure: endpoint/rejects-no-token
  why: A request without an Authorization header was answered 200 with a result.
  endpoint/open-door, docs/findings.md#endpoint-open-door`);
  });

  it('brings what can be pasted, whole lines behind the place where they belong', () => {
    const text = lines({
      paste: [
        { where: 'shell', text: 'az ad sp create --id 1' },
        { where: 'server', text: 'OAUTH_AUDIENCE=1\nOAUTH_ISSUER=2' },
      ],
    });
    expect(text).toContain('\n  $ az ad sp create --id 1\n');
    expect(text).toContain('\n  at the server: OAUTH_AUDIENCE=1\n                 OAUTH_ISSUER=2\n');
  });

  it('tells several causes as such, with the observation that would decide', () => {
    const text = lines({
      confidence: 'possible',
      alternatives: ['The secret belongs to another application.'],
      decide: 'Compare the Secret ID.',
      look: 'Sign-in logs.',
    });
    expect(text).toContain('\n  or: The secret belongs to another application.\n');
    expect(text).toContain('\n  to decide: Compare the Secret ID.\n  look: Sign-in logs.\n');
    expect(text).toContain('endpoint/open-door, one of several causes that fit, docs/findings.md');
  });

  it('prints the identifiers that support asks for, and no line when there are none', () => {
    const support = { traceId: 't', correlationId: 'c', timestamp: '2026-11-23 09:00:00Z' };
    expect(lines({ support })).toContain(
      '\n  for support: correlation id c, trace id t, 2026-11-23 09:00:00Z\n',
    );
    expect(lines({ support: {} })).not.toContain('support');
  });

  it('folds what only follows from it, and counts its results among its own', () => {
    const consequence = {
      ...openDoor,
      code: 'session/token-refused',
      summary: 'Refused.',
      results: ['a/1', 'a/2', 'a/3', 'a/4', 'a/5'],
      because: openDoor.code,
    };
    const [only, ...others] = withConsequences([openDoor, consequence]);
    expect(others).toEqual([]);
    const text = lines({}, only?.consequences);
    expect(text).toContain('explains: 6 failures: endpoint/rejects-no-token, a/1, a/2 and 3 more');
    expect(text).toContain('goes away with it: session/token-refused');
  });
});
