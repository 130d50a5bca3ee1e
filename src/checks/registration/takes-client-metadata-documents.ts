import { quote } from '../../token/index.ts';
import type { FlowEvidence } from '../../types.ts';
import type { Check, Judgement } from '../check.ts';
import { documentFlow, noDocuments } from './documents.ts';

type Used = Pick<FlowEvidence, 'request' | 'tokens' | 'error'>;

export const takesClientMetadataDocuments: Check<Used | undefined> = {
  id: 'registration/takes-client-metadata-documents',
  title: 'takes the address of a metadata document for a client id',
  level: 'SHOULD',
  spec: [
    'MCP 2026-07-28 client registration, Client ID Metadata Documents',
    'MCP 2025-11-25 authorization, Client ID Metadata Documents',
  ],
  revisions: { since: '2025-11-25' },
  per: 'target',
  needs: ['sign-in'],
  passes: "The run's own sign-in used the document's address as its client id and brought a token.",
  fails:
    'The metadata promises it, and the sign-in with it failed: warn where the authorization server did not know the client, else inconclusive.',
  fix: 'Compare the document with what the server wants: `client_id` is its own address to the letter, `redirect_uris` has the one of the run, `token_endpoint_auth_method` is none. The server must be able to fetch it.',
  unmet: noDocuments,
  observe: async (context) => documentFlow(context),
  judge: judgeUse,
};

/** Errors of a server that does not take the client (RFC 6749 §4.1.2.1, §5.2). */
const UNKNOWN: readonly (string | undefined)[] = ['invalid_client', 'unauthorized_client'];

function judgeUse(flow: Used | undefined): Judgement {
  const url = flow?.request.clientMetadataUrl ?? '';
  const exchanges = flow?.tokens?.exchanges ?? [];
  if (flow?.tokens === undefined) {
    const isUnknown = UNKNOWN.includes(flow?.error?.provider?.error);
    return {
      verdict: isUnknown ? 'warn' : 'inconclusive',
      message: `The sign-in with the client metadata document ${quote(url)} brought no token: ${flow?.error?.message ?? 'it did not run'}`,
      exchanges,
    };
  }
  if (flow.tokens.clientId !== undefined && flow.tokens.clientId !== url)
    return {
      verdict: 'inconclusive',
      message: `The sign-in used the client ${quote(flow.tokens.clientId)} and not the document ${quote(url)}.`,
      exchanges,
    };
  return { verdict: 'pass', message: `The sign-in as ${quote(url)} brought a token.`, exchanges };
}
