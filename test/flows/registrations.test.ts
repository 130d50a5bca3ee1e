import { describe, expect, it } from 'vitest';
import { RunError } from '../../src/errors.ts';
import { createRegistrations } from '../../src/flows/registrations.ts';
import type { Registration, Registrations } from '../../src/types.ts';

const one = (clientId: string, issuer = 'https://as.example'): Registration => ({
  issuer,
  clientId,
  authMethod: 'none',
  expiresAt: null,
});
const idOf = async (found: Promise<Registration | undefined>) => (await found)?.clientId;

describe('registered clients', () => {
  it('are found under their issuer only, the newest that fits first', async () => {
    const registrations = createRegistrations();
    for (const registration of [one('a'), one('b'), one('c', 'https://as.example/')]) {
      await registrations.keep(registration);
    }
    expect(await idOf(registrations.find('https://as.example'))).toBe('b');
    expect(await idOf(registrations.find('https://as.example/'))).toBe('c');
    expect(await idOf(registrations.find('https://as.example', ({ clientId }) => clientId === 'a'))).toBe(
      'a',
    );
    expect(await idOf(registrations.find('https://other.example'))).toBeUndefined();
  });

  it('are forgotten one by one, or an issuer’s all', async () => {
    const registrations = createRegistrations();
    for (const registration of [one('a'), one('b'), one('c')]) await registrations.keep(registration);
    await registrations.forget('https://as.example', 'c');
    expect(await idOf(registrations.find('https://as.example'))).toBe('b');
    await registrations.forget('https://as.example');
    expect(await idOf(registrations.find('https://as.example'))).toBeUndefined();
  });

  it('come from earlier runs where they are kept, and are kept for later ones', async () => {
    const earlier = createRegistrations();
    await earlier.keep(one('old'));
    const registrations = createRegistrations(earlier);
    expect(await idOf(registrations.find('https://as.example'))).toBe('old');
    await registrations.keep(one('new'));
    expect(await idOf(earlier.find('https://as.example'))).toBe('new');
    await registrations.forget('https://as.example', 'new');
    expect(await idOf(earlier.find('https://as.example'))).toBe('old');
  });

  it('cost one notice, and not the run, where they cannot be kept', async () => {
    const fails = () => Promise.reject(new RunError('run.store_not_writable', 'The home is read-only.'));
    const notices: string[] = [];
    const registrations = createRegistrations({ find: fails, keep: fails, forget: fails }, (words) =>
      notices.push(words),
    );
    expect(await idOf(registrations.find('https://as.example'))).toBeUndefined();
    await registrations.keep(one('a'));
    expect(await idOf(registrations.find('https://as.example'))).toBe('a');
    await registrations.forget('https://as.example');
    expect(notices).toEqual([expect.stringContaining('The home is read-only.')]);
  });

  it('do not come back in this run when they were forgotten and the file could not be changed', async () => {
    const kept = createRegistrations();
    await kept.keep(one('old'));
    const stubborn: Registrations = { ...kept, forget: () => Promise.resolve() };
    const registrations = createRegistrations(stubborn);
    await registrations.forget('https://as.example', 'old');
    expect(await idOf(registrations.find('https://as.example'))).toBeUndefined();
  });

  it('do not hide a bug', async () => {
    const fails = () => Promise.reject(new TypeError('a bug'));
    const registrations = createRegistrations({ find: fails, keep: fails, forget: fails });
    await expect(registrations.find('https://as.example')).rejects.toThrow('a bug');
  });
});
