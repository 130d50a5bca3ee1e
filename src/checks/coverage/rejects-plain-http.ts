import { NetworkError } from '../../errors.ts';
import { quote } from '../../token/index.ts';
import type { HttpResponse } from '../../types.ts';
import type { Check, CheckContext } from '../check.ts';

interface PlainAnswer {
  readonly url: string;
  /** undefined: nobody answers http there. */
  readonly answer?: Pick<HttpResponse, 'status' | 'exchange'> & { readonly location: string | undefined };
  readonly silence?: { readonly why: string; readonly exchanges: readonly number[] };
}

export const rejectsPlainHttp: Check<PlainAnswer> = {
  id: 'coverage/rejects-plain-http',
  title: 'does not serve its address under plain http',
  level: 'SHOULD',
  spec: ['derived from OAuth 2.1 (draft-ietf-oauth-v2-1-13) §1.5, Communication Security'],
  passes:
    'The same address under http://, asked without any credential, is refused, is not there, or redirects to https.',
  fails:
    'A 2xx answer or a 401 is a warning: a client that forgets the s sends its token in the clear, and the server goes along.',
  cannotKnow:
    'The redirect itself comes too late for a token that was already sent. HSTS does not help clients that are no browsers.',
  fix: 'Close the plain port, or answer everything there with 308 to the https address, in front of the server.',
  per: 'target',
  concerns: ({ target }) => new URL(target.url).protocol === 'https:',
  observe: ask,
  judge: ({ url, answer, silence }) => {
    if (answer === undefined)
      return {
        verdict: 'pass',
        message: `Nobody serves ${url}: ${silence?.why ?? 'no answer came'}`,
        exchanges: silence?.exchanges ?? [],
      };
    const { status, exchange, location } = answer;
    const exchanges = [exchange];
    const came = `${url}, asked without a credential, was answered ${status}`;
    if (status < 300 || status === 401)
      return {
        verdict: 'warn',
        message: `${came}: it is served without encryption; a refusal or a redirect to https was expected.`,
        exchanges,
      };
    if (status >= 400) return { verdict: 'pass', message: `${came}: refused, as expected.`, exchanges };
    const target = location === undefined ? undefined : absolute(location, url);
    return target?.protocol === 'https:'
      ? { verdict: 'pass', message: `${came}, a redirect to https, as expected.`, exchanges }
      : {
          verdict: 'warn',
          message: `${came}, a redirect ${location === undefined ? 'to nowhere' : `to ${quote(location, 120)}`}; a refusal or a redirect to https was expected.`,
          exchanges,
        };
  },
};

/** No credential goes along, not even a key of the caller's own for a gateway. */
async function ask({ http, evidence }: CheckContext): Promise<PlainAnswer> {
  const url = new URL(evidence.target.url).href.replace(/^https:/, 'http:');
  const rpc = { jsonrpc: '2.0', id: 1, method: 'ping' };
  try {
    const response = await http.send({
      method: 'POST',
      url,
      headers: [
        ['Content-Type', 'application/json'],
        ['Accept', 'application/json, text/event-stream'],
      ],
      body: JSON.stringify(rpc),
      purpose: 'probe',
      phase: 'check',
      plain: true,
      firstEventOnly: true,
    });
    const { status, exchange } = response;
    return { url, answer: { status, exchange, location: response.header('location')[0] } };
  } catch (error) {
    if (!(error instanceof NetworkError) || !isClosed(error.code)) throw error;
    return { url, silence: { why: error.message, exchanges: error.exchanges } };
  }
}

/** Codes that say that no HTTP is spoken there, rather than that the network failed us. */
function isClosed(code: string): boolean {
  return ['tcp.refused', 'tcp.reset', 'timeout.connect', 'http.parse'].includes(code);
}

function absolute(location: string, base: string): URL | undefined {
  return URL.canParse(location, base) ? new URL(location, base) : undefined;
}
