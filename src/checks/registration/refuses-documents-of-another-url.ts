import { TokenError } from '../../errors.ts';
import type { Check, CheckContext } from '../check.ts';
import { type Asked, sentParameter } from '../front-channel.ts';
import { judgeFrontRefusals } from '../front-refusal.ts';
import { documentFlow, noDocumentRequests } from './documents.ts';

interface OtherUrl {
  readonly good: Asked;
  readonly asked: readonly Asked[];
  /** What stands at the other address; undefined: not the same document. */
  readonly served: boolean;
  readonly exchange: number;
}

export const refusesDocumentsOfAnotherUrl: Check<OtherUrl> = {
  id: 'registration/refuses-documents-of-another-url',
  title: 'refuses a client metadata document whose client id is not its own address',
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
    "An authorization request whose client id is the document's address and `?mcp-authcheck` behind it. The same document stands there, with another `client_id` in it, so that an error page comes.",
  fails:
    'A redirect to the redirect URI: fail. Anybody could pass off a document of somebody else as their own.',
  cannotKnow: 'What a server does that shows its sign-in first: inconclusive.',
  fix: 'Compare `client_id` in the document with the address that it was fetched from, character by character, and refuse the client when they differ.',
  unmet: noDocumentRequests,
  observe: observeOtherUrl,
  judge: ({ good, asked, served, exchange }) =>
    served
      ? judgeFrontRefusals(
          { good, asked },
          {
            demands: 'no_redirect',
            broken: 'fail',
            means: 'an error page was expected, because the document names another client id.',
          },
        )
      : {
          verdict: 'skip',
          message:
            'The web server of the document does not serve it with `?mcp-authcheck` behind its address.',
          exchanges: [exchange],
        },
};

async function observeOtherUrl(context: CheckContext): Promise<OtherUrl> {
  const flow = documentFlow(context);
  const url = flow?.request.clientMetadataUrl;
  const probe = flow === undefined ? undefined : context.serverProbe?.(flow);
  if (probe === undefined || url === undefined)
    throw new TokenError('internal.no_flow', 'There is no client metadata document.');
  const other = `${url}${url.includes('?') ? '&' : '?'}mcp-authcheck`;
  const there = await context.http.send({
    method: 'GET',
    url: other,
    headers: [['Accept', 'application/json']],
    purpose: 'probe',
    phase: 'check',
  });
  const served = there.status === 200 && names(there.body, url);
  const ask = async (sent: string, clientId: string): Promise<Asked> => {
    const answer = await probe.authorize({ client_id: clientId });
    return { sent, redirectUri: sentParameter(answer, 'redirect_uri') ?? '', answer };
  };
  const good = await ask('with the document', url);
  const asked = served ? [await ask('with the document at another address', other)] : [];
  return { good, asked, served, exchange: there.exchange };
}

function names(body: string, clientId: string): boolean {
  try {
    const document: unknown = JSON.parse(body);
    return (
      typeof document === 'object' &&
      document !== null &&
      'client_id' in document &&
      document.client_id === clientId
    );
  } catch {
    return false;
  }
}
