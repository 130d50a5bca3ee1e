import { diagnose } from '../../src/diagnosis/index.ts';
import type { Discovery, Exchange, Finding, FlowRequest, Target } from '../../src/types.ts';
import { error, failed, flow, symptoms } from './symptoms.ts';

export interface Refused {
  readonly aadsts: number;
  /** What Entra ID wrote, without number and identifiers. */
  readonly words?: string;
  readonly request?: Partial<FlowRequest>;
  readonly target?: Partial<Target>;
  /** Another client got its token in the same run. */
  readonly otherWorks?: true;
  readonly code?: string;
  readonly exchanges?: readonly Exchange[];
  readonly discovery?: Discovery;
}

/** The first finding about one refused flow. */
export function findingOf(refused: Refused): Finding {
  const { aadsts, words = 'No.', request = {}, target, otherWorks, code = 'oauth.x', discovery } = refused;
  const name = request.flow ?? 'client_credentials';
  const provider = { error: 'x', aadsts, description: `AADSTS${aadsts}: ${words}`, status: 400 };
  const { tokens: _none, ...broken } = flow({
    request: { ...request, flow: name },
    error: error(code, 'Refused.', provider),
    sessions: [],
  });
  const other = otherWorks === undefined ? [] : [flow({ request: { clientId: OTHER } })];
  const [finding] = diagnose(
    symptoms({
      flows: [broken, ...other],
      ...(target === undefined ? {} : { target }),
      ...(discovery === undefined ? {} : { discovery }),
      ...(refused.exchanges === undefined ? {} : { exchanges: refused.exchanges }),
      results: [failed('road/token', { flow: name })],
    }),
  );
  if (finding === undefined) throw new Error('nothing was found');
  return finding;
}

export const OTHER = '99990000-1111-2222-3333-444455556666';

export function textOf({ summary, cause, fix, alternatives = [], decide = '' }: Finding): string {
  return [summary, cause, fix, ...alternatives, decide].join(' ');
}
