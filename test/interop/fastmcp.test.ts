import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../fixtures/world.ts';
import type { FlowReport, TargetReport } from '../../src/types.ts';
import { mayLeaveOut } from '../support/chromium.ts';
import { pythonsWithFastmcp } from './fastmcp/python.ts';
import {
  type FastmcpCalculator,
  type FastmcpOptions,
  startFastmcpCalculator,
} from './fastmcp/start-calculator.ts';
import { verifyFastmcp } from './fastmcp/verify-fastmcp.ts';

const BOTH = ['calculator.add', 'calculator.subtract'];
const MODERN = '2026-07-28';
const HANDSHAKE = '2025-11-25';
/** FastMCP 4 answers requests in the shape of 2026-07-28; older ones want the handshake. */
const MODERN_SINCE = 4;

const pythons = await pythonsWithFastmcp();
const isMissing = pythons.length === 0;
const advice =
  'interop with FastMCP needs a Python that has it: python3 -m venv VENV && ' +
  'VENV/bin/pip install -r test/interop/fastmcp/requirements.txt && export MCP_AUTHCHECK_PYTHON=VENV/bin/python';
if (isMissing && mayLeaveOut) console.warn(`SKIPPED: ${advice}`);

describe.skipIf(isMissing && mayLeaveOut)('interop with FastMCP', () => {
  it('has a Python to run', () => {
    expect(isMissing, advice).toBe(false);
  });
});

describe.each(pythons)(
  'a calculator by FastMCP $fastmcp',
  { timeout: 120_000 },
  ({ executable, fastmcp }) => {
    const isModern = Number.parseInt(fastmcp, 10) >= MODERN_SINCE;
    let world: World;
    beforeAll(async () => {
      world = await startWorld();
    });
    afterAll(() => world.close());

    const withServer = async <T>(options: FastmcpOptions, use: (url: string) => Promise<T>): Promise<T> => {
      const server = await startFastmcpCalculator(executable, world, options);
      try {
        return await use(server.url);
      } finally {
        await server.close();
      }
    };

    describe('that verifies tokens as it should', () => {
      let server: FastmcpCalculator;
      let report: TargetReport;
      beforeAll(async () => {
        server = await startFastmcpCalculator(executable, world);
        report = await verifyFastmcp(server.url, world);
      }, 120_000);
      afterAll(() => server?.close());

      it('passes every check but those of what FastMCP leaves to others', () => {
        expect(idsOf(unwell(report))).toEqual(LEFT_TO_OTHERS);
        expect(report.server?.name).toBe('FastMCP calculator');
      });

      it('lets a machine in by the roles of its token', () => {
        const { token, library } = flow(report, 'client_credentials');
        expect(token).toMatchObject({ appOnly: true, roles: BOTH, scp: [], signature: 'verified' });
        expect(library).toBe('msal');
      });

      it.each(['authorization_code', 'refresh_token'])(
        'lets a person in by the scopes of a token by %s',
        (name) => {
          const { token } = flow(report, name);
          expect(token).toMatchObject({ appOnly: false, roles: [], scp: BOTH, signature: 'verified' });
        },
      );

      it.each(['client_credentials', 'authorization_code', 'refresh_token'])(
        'is talked to in the newest era it speaks, and calculates, by %s',
        (name) => {
          const { sessions } = flow(report, name);
          expect(sessions.map(({ protocol, error }) => [protocol, error])).toEqual([
            [isModern ? MODERN : HANDSHAKE, null],
          ]);
          expect(sessions[0]?.tools.map((tool) => tool.name)).toEqual(['get_me', 'add', 'subtract']);
          expect(sessions[0]?.calls.map(({ tool, result }) => [tool, result])).toEqual([
            ['add', 3],
            ['subtract', 2],
            ['get_me', expect.objectContaining({ clientId: flow(report, name).token?.clientId })],
          ]);
        },
      );

      it.each([
        'endpoint/rejects-no-token',
        'endpoint/rejects-garbage-token',
        'endpoint/rejects-tampered-signature',
        'endpoint/rejects-tampered-payload',
        'endpoint/rejects-stripped-signature',
        'endpoint/rejects-alg-none',
        'endpoint/rejects-self-signed-token',
        'endpoint/rejects-wrong-audience',
        'endpoint/rejects-wrong-issuer',
        'endpoint/rejects-expired-token',
      ])('%s', (id) => {
        const passed = report.results.filter((result) => result.id === id && result.verdict === 'pass');
        const eras = passed.map((result) => result.protocol);
        expect(eras).toEqual(expect.arrayContaining(isModern ? [HANDSHAKE, MODERN] : [HANDSHAKE]));
      });

      it.each(['2025-03-26', '2025-06-18', HANDSHAKE] as const)(
        'speaks %s with both tokens',
        async (protocol) => {
          const demanded = await verifyFastmcp(server.url, world, { protocol, checks: 'none' });
          expect(unwell(demanded)).toEqual([]);
          expect(
            demanded.flows.flatMap(({ sessions }) => sessions.map((session) => session.protocol)),
          ).toEqual([protocol, protocol, protocol]);
        },
      );
    });

    it('that wants scopes of every token turns machines away, whose tokens have roles only', async () => {
      const report = await withServer({ requiredScopes: ['calculator.add'] }, (url) =>
        verifyFastmcp(url, world),
      );
      expect(report.verdict).toBe('fail');
      expect(flow(report, 'client_credentials').sessions[0]?.error?.code).toBe('auth.rejected_token');
      expect(flow(report, 'authorization_code').sessions[0]?.error).toBe(null);
    });

    it('that was not told its audience fails for taking a token meant for another API', async () => {
      const report = await withServer({ anyAudience: true }, (url) => verifyFastmcp(url, world));
      expect(report.verdict).toBe('fail');
      const more = idsOf(unwell(report)).filter((id) => !LEFT_TO_OTHERS.includes(id));
      expect(more).toEqual(expect.arrayContaining(['endpoint/rejects-wrong-audience']));
      expect(more.filter((id) => !ABOUT_AUDIENCES.includes(id))).toEqual([]);
    });
  },
);

function flow(report: TargetReport, name: string): FlowReport {
  const found = report.flows.find((candidate) => candidate.flow === name);
  if (found === undefined) throw new Error(`no flow ${name} in the report`);
  return found;
}

/** Its JWT verifier reads exp and never nbf, and nothing in it looks at Origin or Host. */
const LEFT_TO_OTHERS: readonly string[] = [
  'browser/refuses-foreign-host',
  'browser/refuses-foreign-origin',
  'browser/refuses-null-origin',
  'discovery/challenge-names-scope',
  'endpoint/rejects-token-before-its-time',
  'endpoint/rejects-two-credentials',
];

const ABOUT_AUDIENCES: readonly string[] = [
  'endpoint/audience-is-exact',
  'endpoint/rejects-missing-audience',
  'endpoint/rejects-id-token',
  'endpoint/rejects-wrong-audience',
  'leakage/rejects-token-of-upstream-api',
];

function idsOf(results: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(results.map(([id = '']) => id))].sort();
}

/** Whatever neither passed nor was left out, but for what nobody can decide from outside. */
function unwell(report: TargetReport): readonly (readonly string[])[] {
  return report.results
    .filter(({ undecidable }) => undecidable !== true)
    .filter(({ verdict }) => ['fail', 'warn', 'blocked', 'inconclusive'].includes(verdict))
    .map(({ id, verdict, flow: by = '', protocol = '', message }) => [id, verdict, by, protocol, message]);
}
