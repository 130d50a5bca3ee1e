import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/commands/io.ts';
import { reportFailure } from '../../src/commands/report-failure.ts';
import { TokenError } from '../../src/errors.ts';
import { createVault } from '../../src/http/vault.ts';

/** What a user reads on stderr. */
function said(error: unknown, json = false): string {
  const vault = createVault();
  let text = '';
  const io = { vault, err: (part: string) => (text += vault.redact(part)) } as unknown as Io;
  reportFailure(error, json, io);
  return text;
}

describe('a bug of ours', () => {
  it('shows its name and our frames, and nothing that its message quotes', () => {
    const quoted = randomUUID();
    const error = new TypeError(`Unexpected token in ${quoted}\n    at ${quoted} \u001b[31m (a.js:1:1)`);
    const text = said(Object.assign(error, { options: { clientSecret: quoted } }));
    expect(text).toContain('Something went wrong inside mcp-authcheck.');
    expect(text).toContain('  TypeError\n    at ');
    expect(text).not.toContain(quoted);
    expect(text).not.toContain('\u001b');
  });

  it('hands nothing of itself to programs either', () => {
    const quoted = randomUUID();
    const last = said(new Error(quoted), true).trimEnd().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({ code: 'internal.unexpected', class: 'internal', exit: 70 });
    expect(last).not.toContain(quoted);
  });

  it('is reported when it is no Error at all', () => {
    expect(said('thrown')).toContain('Something went wrong inside mcp-authcheck.');
    expect(said('thrown')).not.toContain('thrown');
  });
});

describe('what the server said', () => {
  it('is shown once, cut and without terminal sequences', () => {
    const description = `${'x'.repeat(400)}\u001b[31m`;
    const text = said(new TokenError('oauth.x', 'It was refused.', { provider: { description } }));
    expect(text).toContain('  the server said: xxx');
    expect(text).toMatch(/more characters/);
    expect(text).not.toContain('\u001b');
  });

  it('is not repeated where the message tells it', () => {
    const text = said(new TokenError('oauth.x', 'It said: no.', { provider: { description: 'no.' } }));
    expect(text).not.toContain('the server said');
  });
});
