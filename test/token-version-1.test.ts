import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../fixtures/faults/fault.ts';
import type { Report, Target } from '../src/types.ts';
import { verifyWorld } from './support/verify-world.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** An API registration that never set its token version, and a server that was made for what it then gets. */
const versionOneWorld: Fault = {
  name: 'version-1-everywhere',
  title: 'API and server agree on version 1 tokens.',
  finding: 'entra/token-version-1',
  breakDirectory: ({ directory }) => {
    directory.applicationNamed('Calculator API').api.requestedAccessTokenVersion = null;
  },
  breakServer: (options, { tenantId, issuer }) => ({
    ...options,
    issuer: `https://sts.windows.net/${tenantId}/`,
    audience: appIdUri(String(options.audience)),
    authorizationServers: [issuer],
    scopesSupported: [`${appIdUri(String(options.audience))}/.default`],
  }),
};

describe('a server that takes version 1 tokens', () => {
  it.each(['msal', 'openid-client'] as const)(
    'passes by %s when they are what is demanded',
    async (library) => {
      const report = await verifyVersionOne((target) => ({
        ...target,
        flows: target.flows.map((flow) => ({
          ...flow,
          library,
          expect: {
            ...flow.expect,
            aud: [appIdUri(target.audience ?? '')],
            iss: `https://sts.windows.net/${target.tenant}/`,
          },
        })),
      }));
      const [target] = report.targets;
      expect(target?.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
      expect(report.verdict).toBe('pass');
      expect(target?.flows.map(({ flow }) => flow)).toEqual([
        'client_credentials',
        'authorization_code',
        'refresh_token',
      ]);
      for (const flow of target?.flows ?? []) {
        expect(flow.token).toMatchObject({
          version: '1.0',
          iss: `https://sts.windows.net/${flow.token?.tenant}/`,
          signature: 'verified',
          appOnly: flow.flow === 'client_credentials',
        });
        expect(flow.verdict).toBe('pass');
      }
    },
  );

  it('is attacked with tokens of its own version, and refuses them', async () => {
    const report = await verifyVersionOne((target) => ({
      ...target,
      flows: target.flows.map(({ expect: _none, ...flow }) => flow),
    }));
    for (const id of ['rejects-wrong-audience', 'rejects-wrong-issuer', 'rejects-expired-token']) {
      const results = report.targets[0]?.results.filter((result) => result.id === `endpoint/${id}`) ?? [];
      expect(results.map(({ verdict }) => verdict)).toContain('pass');
      expect(results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')).toEqual([]);
    }
  });

  it('fails when version 2 is demanded, and the finding does not blame the server', async () => {
    const report = await verifyVersionOne((target) => target);
    expect(report.verdict).toBe('fail');
    const [finding] = report.targets[0]?.findings ?? [];
    expect(finding).toMatchObject({ code: 'entra/token-version-1', severity: 'error' });
    expect(finding?.summary).toContain('version 2.0 was demanded');
  });
});

async function verifyVersionOne(adjust: (target: Target) => Target): Promise<Report> {
  const { report, close } = await verifyWorld({ fault: versionOneWorld }, adjust);
  closing.push(close);
  return report;
}

function appIdUri(appId: string): string {
  return `api://${appId}`;
}
