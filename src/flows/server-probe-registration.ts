import { TokenError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import type { HeaderList, ServerAnswer, ServerProbe } from '../types.ts';
import { endpointProblem } from './endpoint-policy.ts';
import { jsonObject } from './json-object.ts';
import { serverAnswer } from './server-answer.ts';
import type { Asked } from './server-probe-party.ts';
import { openWire } from './wire.ts';

const JSON_HEADERS: HeaderList = [
  ['Content-Type', 'application/json'],
  ['Accept', 'application/json'],
];

/** Where a registered client is managed, and with which token (RFC 7592 §3). */
interface Management {
  readonly url: string;
  readonly token: Secret;
}

/** Registering clients on request, and deleting them again. Needs no client, and shows no credential of one. */
export function registrationProbe(asked: () => Asked): Pick<ServerProbe, 'register' | 'unregister'> {
  // Beside the answers, in which the token is masked.
  const managed = new WeakMap<ServerAnswer, Management>();
  return {
    register: async (document) => {
      const { context, server } = asked();
      const { vault } = context.http;
      const url = server.endpoint('registration_endpoint');
      const body = JSON.stringify(document);
      const wire = openWire(context, {
        endpoints: [url],
        named: server.named,
        phase: 'check',
        purpose: 'probe',
      });
      const response = await wire.send({ method: 'POST', url, headers: JSON_HEADERS, body });
      const answer = serverAnswer(response, { method: 'POST', url, headers: JSON_HEADERS, body }, vault);
      const { registration_client_uri: at, registration_access_token: token } =
        jsonObject(response.body) ?? {};
      if (typeof at === 'string' && typeof token === 'string' && token !== '')
        managed.set(answer, { url: at, token: vault.keep(token) });
      return answer;
    },
    unregister: async (registered) => {
      const management = managed.get(registered);
      if (management === undefined) return false;
      await remove(asked(), management);
      managed.delete(registered);
      return true;
    },
  };
}

/** RFC 7592 §2.3. The server names the address, so it is held to the rules of its other endpoints. */
async function remove({ context, server }: Asked, { url, token }: Management): Promise<void> {
  const { profile, target, http } = context;
  const allowed = [...profile.origins(server.issuer), ...target.allowedOrigins];
  const problem = endpointProblem(url, server.issuer, allowed);
  const options = { target: target.name, phase: 'check' };
  if (problem !== undefined)
    throw new TokenError(
      'endpoint.origin',
      `The registration_client_uri ${problem}. Nothing was sent.`,
      options,
    );
  const wire = openWire(context, { endpoints: [url], named: server.named, phase: 'check' });
  const authorization = http.vault.keep(`Bearer ${token.reveal()}`);
  const response = await wire.send({
    method: 'DELETE',
    url,
    headers: [['Authorization', authorization.reveal()]],
  });
  if (response.status >= 200 && response.status < 300) return;
  throw new TokenError(
    'registration.not_deleted',
    `The authorization server answered HTTP ${response.status} when the client that was registered for a check should be deleted.`,
    { ...options, exchanges: [response.exchange], hint: 'Delete it by hand.' },
  );
}
