import { NetworkError } from '../../errors.ts';
import type { Check, CheckContext } from '../check.ts';

/** How a handshake ended. */
interface Handshake {
  /** undefined: an answer came. */
  readonly fault: { readonly code: string; readonly message: string } | undefined;
  /** Nothing left this machine, whose TLS does not have these versions. */
  readonly unable?: true;
  readonly exchanges: readonly number[];
}

interface Handshakes {
  /** TLS 1.2 or later, with the certificate verified. */
  readonly modern: Handshake;
  /** TLS 1.0 and 1.1 alone; undefined: not tried. */
  readonly outdated: Handshake | undefined;
}

export const speaksModernTls: Check<Handshakes> = {
  id: 'leakage/speaks-modern-tls',
  title: 'speaks TLS 1.2 or later with a valid certificate, and nothing older',
  level: 'MUST',
  spec: ['OAuth 2.1 (draft-ietf-oauth-v2-1-13) §1.5', 'RFC 6750 §5.3', 'RFC 9325 §3.1.1', 'RFC 8996'],
  per: 'target',
  concerns: ({ target }) => new URL(target.url).protocol === 'https:',
  passes:
    'The endpoint is asked once over TLS 1.2 or later, with its certificate verified for the name in the URL, and once with TLS 1.0 and 1.1 as the only offer. The first has to be answered, the second refused. No token goes along.',
  fails:
    'A handshake or a certificate that is refused fails. Taking TLS 1.0 or 1.1 as well is a warning, because clients that speak newer ones are not led to it.',
  cannotKnow:
    'Which ciphers the server takes, and what happens behind a proxy or content network that ends TLS.',
  fix: 'Set the oldest version to TLS 1.2 where TLS ends (load balancer, content network, web server), and install a certificate for this name with its intermediate certificates.',
  observe: async (context) => {
    const modern = await handshake(context, {});
    return {
      modern,
      outdated: modern.fault === undefined ? await handshake(context, { outdatedTls: true }) : undefined,
    };
  },
  judge: ({ modern, outdated }) => {
    const exchanges = [...modern.exchanges, ...(outdated?.exchanges ?? [])];
    if (modern.fault !== undefined)
      return {
        verdict: 'fail',
        message: `${modern.fault.message} A verified handshake with TLS 1.2 or later was expected.`,
        exchanges,
      };
    if (outdated === undefined || outdated.unable === true)
      return {
        verdict: 'pass',
        message:
          'It answers over TLS 1.2 or later with a certificate that is valid for its name. Whether it takes older versions could not be tried, because this machine has none.',
        exchanges,
      };
    if (outdated.fault?.code === 'tls.protocol')
      return {
        verdict: 'pass',
        message:
          'It answers over TLS 1.2 or later with a certificate that is valid for its name, and refuses TLS 1.0 and 1.1.',
        exchanges,
      };
    return {
      verdict: 'warn',
      message:
        'It answers over TLS 1.2 or later with a certificate that is valid for its name, but takes TLS 1.0 or 1.1 as well; they have been deprecated since 2021 (RFC 8996).',
      exchanges,
    };
  },
};

/** Faults of TLS are an answer here, all others end the check. */
async function handshake(
  { http, evidence }: CheckContext,
  offer: { readonly outdatedTls?: true },
): Promise<Handshake> {
  const { url } = evidence.target;
  try {
    const { exchange } = await http.send({
      method: 'GET',
      url,
      purpose: 'probe',
      phase: 'check',
      streamForMs: 0,
      ...offer,
    });
    return { fault: undefined, exchanges: [exchange] };
  } catch (error) {
    if (!(error instanceof NetworkError) || !error.code.startsWith('tls.')) throw error;
    const { code, message, cause, exchanges } = error;
    const unable = cause instanceof Error && 'code' in cause && NOT_HERE.has(cause.code);
    return { fault: { code, message }, exchanges, ...(unable ? { unable } : {}) };
  }
}

/** OpenSSL's words for versions that its build or the system's policy leaves out. */
const NOT_HERE: ReadonlySet<unknown> = new Set([
  'ERR_SSL_NO_PROTOCOLS_AVAILABLE',
  'ERR_SSL_NO_CIPHERS_AVAILABLE',
  'ERR_SSL_UNSUPPORTED_PROTOCOL_VERSION',
]);
