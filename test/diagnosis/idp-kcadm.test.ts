import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  addAudienceMapper,
  addClientScope,
  addRedirectUri,
  enableServiceAccount,
} from '../../src/diagnosis/rules/idp/kcadm.ts';

/** A command that prints its arguments, one a line. */
const STAND_IN = `kcadm() { printf '%s\\n' "$@"; }; `;

/** What the command really gets, once the shell has read the line. */
function argumentsOf(lines: string): readonly string[] {
  // The ids that are looked up: what a lookup prints is no matter here.
  const withIds = lines.replaceAll(/(\w+)=\$\((.*)\)$/gm, '$1=id; $2').replaceAll('kcadm.sh ', 'kcadm ');
  return execFileSync('/bin/sh', ['-c', `${STAND_IN}${withIds}`], { encoding: 'utf8' }).split('\n');
}

describe('lines for kcadm.sh', () => {
  const client = { realm: 'contoso', client: 'calculator-ci' };

  it('look up the internal id of the client', () => {
    expect(argumentsOf(enableServiceAccount(client))).toEqual(
      expect.arrayContaining(['clientId=calculator-ci', 'clients/id', 'serviceAccountsEnabled=true']),
    );
  });

  it('add an audience mapper', () => {
    expect(argumentsOf(addAudienceMapper({ ...client, audience: 'calculator' }))).toEqual(
      expect.arrayContaining([
        'protocolMapper=oidc-audience-mapper',
        'config={"included.custom.audience":"calculator","access.token.claim":"true"}',
      ]),
    );
  });

  it('add a redirect URI and take none away', () => {
    expect(argumentsOf(addRedirectUri({ ...client, uri: 'http://127.0.0.1/callback' }))).toContain(
      'redirectUris+=http://127.0.0.1/callback',
    );
  });

  it('run nothing that a server named', () => {
    const hostile = 'x\'"$(echo run)`echo run`;echo run';
    const told = argumentsOf(addClientScope(hostile, hostile, [hostile]));
    expect(told).toContain(`name=${hostile}`);
    expect(told).toContain(hostile);
    expect(told).not.toContain('run');
  });
});
