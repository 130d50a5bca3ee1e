import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found } from '../../look.ts';

export const revisionNotSpoken: KnownRule = {
  code: 'protocol/revision-not-spoken',
  leg: 'session',
  about: {
    title: 'The server does not speak the protocol revision that was demanded.',
    cause:
      'Revisions up to 2025-11-25 begin with an initialize handshake, 2026-07-28 has none; a server may speak one kind alone.',
    fix: 'Let the gate take what the server speaks (--protocol auto), or update the SDK that the server is built with.',
  },
  diagnose: (symptoms) => {
    const { flows, target } = symptoms.evidence;
    const sessions = flows.flatMap((flow) => flow.sessions);
    const refused = sessions.filter(({ error }) => error?.code === 'mcp.era_not_supported');
    const [first] = refused;
    if (first?.error == null) return [];
    const spoken = [
      ...new Set(sessions.filter(({ error }) => error === null).map(({ protocol }) => protocol)),
    ];
    const [other] = spoken;
    return [
      found(
        `The server does not speak ${first.protocol}, which this gate demands.`,
        `${first.error.message}${other === undefined ? '' : ` With ${spoken.join(' and ')} it let the same token in.`} The token was taken, so OAuth is not the trouble.`,
        `If clients of that revision need not be served, let the gate take what the server speaks; else update the MCP SDK that the server is built with.`,
        {
          paste: [{ where: 'client', text: `--protocol ${other ?? 'auto'}` }],
          look: `--protocol is ${target.protocol} here; mcp-authcheck discover tells what the endpoint answers in both eras.`,
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};
