import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/secret.ts';
import { findingOf, textOf } from './provider-refusals.ts';
import { API, CLIENT } from './symptoms.ts';

const secret = (text: string) => ({ credential: { kind: 'secret', secret: new Secret(text) } }) as const;
const GOOD = 'abc8Q~dE5fG6hI7jK8lM9nO0pQ1rS2tU3vW4xY.z';

describe('AADSTS7000215 is told by the shape of the secret', () => {
  it.each([
    ['the ID of the secret', 'a1b2c3d4-0000-4000-8000-a1b2c3d4e5f6', 'ID of the secret'],
    ['with quotation marks', `"${GOOD}"`, 'quotation marks'],
    ['with a line end', `${GOOD}\n`, 'a blank or a line end'],
    ['encoded twice', GOOD.replace('~', '%7E'), 'encoded twice'],
    ['a template that nobody filled in', '${' + 'CLIENT_SECRET}', 'placeholder'],
    ['an example', '<your-client-secret>', 'placeholder'],
  ])('%s', (_name, text, says) => {
    const finding = findingOf({ aadsts: 7000215, request: secret(text) });
    expect(finding.code).toBe('entra/aadsts-7000215');
    expect(finding.summary).toContain(says);
    expect(finding.confidence).toBe('certain');
    expect(JSON.stringify(finding)).not.toContain(text.trim().replaceAll('"', ''));
  });

  it('and where that shows nothing, there are several causes and one look that decides', () => {
    const finding = findingOf({ aadsts: 7000215, request: secret(GOOD) });
    expect(finding.confidence).toBe('likely');
    expect(textOf(finding)).toContain('another application');
    expect(finding.decide).toContain('first three characters');
    expect(finding.paste?.[0]?.text).toContain(`--id ${CLIENT}`);
  });

  it('or by the client id, which is the API’s', () => {
    const finding = findingOf({ aadsts: 7000215, request: { ...secret(GOOD), clientId: API } });
    expect(finding.summary).toContain('client id of the API');
    expect(finding.fix).toContain('--client-id');
  });

  it('without a secret of this run, nothing is said of one', () => {
    expect(findingOf({ aadsts: 7000215 }).summary).toBe('The client secret is wrong.');
  });
});
