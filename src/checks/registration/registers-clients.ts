import { quoteAll } from '../../token/index.ts';
import type { Check, Judgement } from '../check.ts';
import { noRegistering } from '../registering.ts';
import { describeRegistration, leftBehind, type Registered, registered } from './registered.ts';

export const registersClients: Check<Registered> = {
  id: 'registration/registers-clients',
  title: 'registers a native application on request',
  level: 'MAY',
  spec: ['MCP 2026-07-28 client registration, Dynamic Client Registration', 'RFC 7591 §3.2.1'],
  per: 'target',
  needs: ['--allow-registering'],
  passes:
    'One registration of a native application (`application_type: native`) with a redirect URI on loopback. 201 with a client id and that redirect URI comes back. The client is deleted again.',
  fails:
    'Success without a client id: fail, because no client can go on. 200 in place of 201, or other redirect URIs than those asked for: warn. Refused: info, because a server may choose whom it registers.',
  fix: 'Answer 201 with `client_id` and all that was registered (RFC 7591 §3.2.1), and let native applications have redirect URIs on loopback.',
  unmet: noRegistering,
  observe: registered,
  judge: judgeRegistration,
};

function judgeRegistration({ asked, answer, undone }: Registered): Judgement {
  const { status, members, exchange } = answer;
  const came = `A registration was answered ${describeRegistration(answer)}`;
  const facts = { exchanges: [exchange], shown: exchange };
  if (status === 429 || status >= 500)
    return {
      verdict: 'inconclusive',
      message: `${came}: that decides nothing.`,
      ...facts,
      undecidable: true,
    };
  if (status < 200 || status >= 300) {
    const why =
      status === 401 || status === 403
        ? 'it registers only clients that it knows already (an initial access token)'
        : 'it does not register such a client';
    return { verdict: 'info', message: `${came}: ${why}.`, ...facts };
  }
  if (typeof members.client_id !== 'string' || members.client_id === '')
    return { verdict: 'fail', message: `${came} without a client id, which was expected.`, ...facts };
  const uris = Array.isArray(members.redirect_uris) ? members.redirect_uris.map(String) : [];
  const stays = leftBehind(answer, undone);
  if (!asked.every((uri) => uris.includes(uri)))
    return {
      verdict: 'warn',
      message: `${came} and the redirect URIs ${quoteAll(uris)}; ${quoteAll(asked)} was asked for.${stays}`,
      ...facts,
    };
  if (status !== 201) return { verdict: 'warn', message: `${came}; 201 was expected.${stays}`, ...facts };
  return { verdict: 'pass', message: `${came} and the redirect URI that was asked for.${stays}`, ...facts };
}
