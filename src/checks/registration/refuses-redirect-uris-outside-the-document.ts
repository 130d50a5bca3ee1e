import { TokenError } from '../../errors.ts';
import type { Check, CheckContext } from '../check.ts';
import { type Asked, sentParameter } from '../front-channel.ts';
import { type FrontRefusals, judgeFrontRefusals } from '../front-refusal.ts';
import { documentFlow, noDocumentRequests } from './documents.ts';

type Outside = Pick<FrontRefusals, 'good' | 'asked'>;

export const refusesRedirectUrisOutsideTheDocument: Check<Outside> = {
  id: 'registration/refuses-redirect-uris-outside-the-document',
  title: 'sends nobody to a redirect URI that the client metadata document does not list',
  level: 'MUST',
  spec: [
    'MCP 2026-07-28 client registration, Client ID Metadata Documents',
    'MCP 2025-11-25 authorization, Client ID Metadata Documents',
  ],
  revisions: { since: '2025-11-25' },
  per: 'target',
  part: 'negative',
  needs: ['sign-in', '--allow-registering'],
  passes:
    "Authorization requests of the document's client with a longer path of its redirect URI, and with another host. Each gets an error page.",
  fails: 'A redirect there, with a code or with an error: fail.',
  cannotKnow: 'What a server does that shows its sign-in first: inconclusive.',
  fix: 'Compare the redirect URI of every authorization request with `redirect_uris` of the document, character by character, ports of loopback addresses excepted.',
  unmet: noDocumentRequests,
  observe: observeOutside,
  judge: (observation) =>
    judgeFrontRefusals(observation, {
      demands: 'no_redirect',
      broken: 'fail',
      means: 'an error page was expected, because the document does not list this redirect URI.',
    }),
};

async function observeOutside(context: CheckContext): Promise<Outside> {
  const flow = documentFlow(context);
  const probe = flow === undefined ? undefined : context.serverProbe?.(flow);
  const id = flow?.request.clientMetadataUrl;
  if (probe === undefined || id === undefined)
    throw new TokenError('internal.no_flow', 'There is no client metadata document.');
  const ask = async (sent: string, uri?: string): Promise<Asked> => {
    const answer = await probe.authorize({
      client_id: id,
      ...(uri === undefined ? {} : { redirect_uri: uri }),
    });
    return { sent, redirectUri: sentParameter(answer, 'redirect_uri') ?? '', answer };
  };
  const good = await ask('with the document');
  return {
    good,
    asked: [
      await ask('with a longer path than the document lists', `${good.redirectUri}/more`),
      await ask('with another host than the document lists', 'https://attacker.example/callback'),
    ],
  };
}
