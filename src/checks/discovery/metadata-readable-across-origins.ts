import { quote } from '../../token/index.ts';
import type { Check } from '../check.ts';
import { getDocument, noMetadata } from '../resource-documents.ts';

interface Answered {
  readonly url: string;
  readonly status: number;
  /** `Access-Control-Allow-Origin`, all lines. */
  readonly allowed: readonly string[];
  readonly exchange: number;
}

/** A page of somebody else; the name is reserved (RFC 2606). */
const PAGE = 'https://client.example';

export const metadataReadableAcrossOrigins: Check<Answered> = {
  id: 'discovery/metadata-readable-across-origins',
  title: 'lets web pages of other origins read its metadata',
  level: 'INFO',
  spec: ['derived from the Fetch standard, CORS protocol'],
  revisions: { since: '2025-06-18' },
  per: 'target',
  passes: `A GET of the metadata with \`Origin: ${PAGE}\` comes back with an \`Access-Control-Allow-Origin\` that lets the page read it.`,
  fails:
    'Without it, MCP clients that run in a browser cannot discover the authorization server: for information.',
  fix: 'Send `Access-Control-Allow-Origin: *` with the metadata, which is public anyway; the endpoint itself needs no such header for that.',
  unmet: noMetadata,
  observe: async (context) => {
    const { discovery, target } = context.evidence;
    const url = discovery?.protectedResourceMetadata?.url ?? target.url;
    const isOwn = new URL(url).origin === new URL(target.url).origin;
    const response = await getDocument(context, url, !isOwn, [['Origin', PAGE]]);
    const { status, exchange } = response;
    return { url, status, exchange, allowed: response.header('access-control-allow-origin') };
  },
  judge: ({ url, status, allowed, exchange }) => {
    const value = allowed.join(', ');
    const isReadable = status === 200 && (value === '*' || value === PAGE);
    const sent = `The metadata at ${url} was asked for with Origin ${PAGE} and answered ${status}`;
    return {
      verdict: isReadable ? 'pass' : 'info',
      message: isReadable
        ? `${sent} with Access-Control-Allow-Origin ${quote(value)}.`
        : `${sent} with ${value === '' ? 'no Access-Control-Allow-Origin' : `Access-Control-Allow-Origin ${quote(value)}`}: clients in a browser cannot read it.`,
      exchanges: [exchange],
    };
  },
};
