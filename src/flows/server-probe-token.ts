import { randomBytes } from 'node:crypto';
import { TokenError } from '../errors.ts';
import { Secret } from '../secret.ts';
import type {
  FormParameters,
  HeaderList,
  SentRequest,
  ServerAnswer,
  ServerProbe,
  TokenProbe,
} from '../types.ts';
import type { ChangeClaims } from './client-authentication.ts';
import { issuerOfRefreshToken, rememberIssuer } from './provenance.ts';
import { basicInShell, bodyOf, plain, withParameters } from './sent-form.ts';
import { serverAnswer } from './server-answer.ts';
import { ownTokens, type Party, type Proof, proofOf } from './server-probe-party.ts';
import { openWire } from './wire.ts';

type Authentication = NonNullable<TokenProbe['authentication']>;

const FORM: HeaderList = [
  ['Content-Type', 'application/x-www-form-urlencoded'],
  ['Accept', 'application/json'],
];

/** Requests to the token endpoint and the revocation endpoint. `party` is asked for anew each time. */
export function tokenProbe(party: () => Promise<Party>): Pick<ServerProbe, 'token' | 'revoke'> {
  let taken: Secret | undefined;
  return {
    token: async ({ parameters, authentication: how, method = 'POST', plainHttp }) => {
      const own = await party();
      const url = own.server.endpoint('token_endpoint');
      if (plainHttp === true) return await overPlainHttp(own, url, parameters);
      if (method === 'GET') return await byQuery(own, url, parameters, how === 'own');
      const authentication = how ?? 'own';
      keepHome(own, parameters);
      const proof = await proofFor(own, authentication, taken);
      const answer = await post(own, url, parameters, proof, authentication);
      const assertion = proof.form.get('client_assertion');
      if (authentication === 'own' && answer.accessToken !== undefined && assertion !== null)
        taken = own.context.http.vault.keep(assertion);
      return answer;
    },
    revoke: async (token, hint) => {
      const own = await party();
      if (typeof own.server.metadata.revocation_endpoint !== 'string') return undefined;
      const url = own.server.endpoint('revocation_endpoint');
      const proof = await proofFor(own, 'own', undefined);
      const parameters = { token, token_type_hint: hint };
      return await post(own, url, parameters, proof, 'own', {
        token: hint === 'access_token' ? '$TOKEN' : '$REFRESH_TOKEN',
      });
    },
  };
}

/** A refresh token goes back to where it came from, whatever a check makes of it. */
function keepHome({ server, context }: Party, parameters: FormParameters): void {
  for (const value of Object.values(parameters)) {
    const from = value instanceof Secret ? issuerOfRefreshToken(value) : undefined;
    if (from !== undefined && from !== server.issuer)
      throw new TokenError('issuer.mismatch', `The refresh token came from ${from}. Nothing was sent.`, {
        target: context.target.name,
        phase: 'check',
      });
  }
}

async function proofFor(own: Party, how: Authentication, taken: Secret | undefined): Promise<Proof> {
  const { context, client } = own;
  const { credential } = client;
  switch (how) {
    case 'own':
      return await proofOf(own, credential);
    case 'none':
      return await proofOf(own, undefined);
    case 'wrong_secret': {
      if (credential?.kind !== 'secret') throw without('client secret', own);
      const secret = context.http.vault.keep(randomBytes(24).toString('base64url'));
      return await proofOf(own, { ...credential, secret });
    }
    case 'replayed': {
      if (taken === undefined) throw without('assertion that was accepted before', own);
      const proof = await proofOf(own, credential);
      proof.form.set('client_assertion', taken.reveal());
      return proof;
    }
    default: {
      const signs = credential?.kind === 'private_key' || credential?.kind === 'certificate';
      if (!signs) throw without('key of its own', own);
      return await proofOf(own, credential, how === 'expired' ? expired(context.now()) : otherAudience);
    }
  }
}

const otherAudience: ChangeClaims = (claims) => {
  claims.aud = 'https://another-authorization-server.invalid/';
};

/** Longer ago than the clocks of two honest parties differ. */
function expired(now: number): ChangeClaims {
  return (claims) => {
    const end = Math.floor(now / 1000) - 900;
    claims.exp = end;
    claims.iat = end - 60;
    claims.nbf = end - 60;
  };
}

function without(what: string, { context }: Party): TokenError {
  return new TokenError('credential.missing', `The client has no ${what}. Nothing was sent.`, {
    target: context.target.name,
    phase: 'check',
  });
}

/** With a proof of the key that the flow's token is bound to, once more where the server wants a nonce (RFC 9449 §8). */
async function post(
  own: Party,
  url: string,
  parameters: FormParameters,
  proof: Proof,
  how: Authentication,
  names: Readonly<Record<string, string>> = {},
): Promise<ServerAnswer> {
  // One wrong secret, and no second one for the sake of a nonce.
  const key = how === 'wrong_secret' ? undefined : ownTokens(own.context)?.proof;
  const send = async (nonce?: string): Promise<ServerAnswer> => {
    const bound =
      key === undefined ? undefined : await key.prove({ method: 'POST', url, ...(nonce && { nonce }) });
    return await postForm(own, url, parameters, { ...proof, bound }, how, names);
  };
  const answer = await send();
  const nonce = answer.headers.find(([name]) => name.toLowerCase() === 'dpop-nonce')?.[1];
  return answer.error === 'use_dpop_nonce' && nonce !== undefined ? await send(nonce) : answer;
}

async function postForm(
  { context, server, client }: Party,
  url: string,
  parameters: FormParameters,
  { form, authorization, bound }: Proof & { readonly bound: string | undefined },
  how: Authentication,
  names: Readonly<Record<string, string>>,
): Promise<ServerAnswer> {
  const { vault } = context.http;
  const filled = withParameters(form, parameters);
  for (const value of Object.values(parameters)) if (value instanceof Secret) vault.keep(value.reveal());
  const wire = openWire(context, { endpoints: [url], named: server.named, phase: 'check' });
  const headers: [string, string][] = FORM.map(([name, value]) => [name, value]);
  if (authorization !== undefined) headers.push(['Authorization', authorization.reveal()]);
  if (bound !== undefined) headers.push(['DPoP', vault.keep(bound).reveal()]);
  const response = await wire.send({ method: 'POST', url, headers, body: filled.toString() });
  const variable = how === 'wrong_secret' ? '$WRONG_SECRET' : '$CLIENT_SECRET';
  const request: SentRequest = {
    method: 'POST',
    url,
    headers: [
      ...FORM,
      ...(authorization === undefined
        ? []
        : [['Authorization', authorization, basicInShell(client.clientId, variable)] as const]),
      ...(bound === undefined ? [] : [['DPoP', '$DPOP_PROOF'] as const]),
    ],
    ...bodyOf(filled, parameters, { client_secret: variable, ...names }),
  };
  const answer = serverAnswer(response, request, vault);
  if (answer.refreshToken !== undefined) rememberIssuer(answer.refreshToken, server.issuer);
  return answer;
}

/**
 * Its id and what is no secret, in the query. `proven`: with the client's secret where that may travel in a header,
 * so that a server which takes a GET is seen to take it.
 */
async function byQuery(
  own: Party,
  url: string,
  parameters: FormParameters,
  proven: boolean,
): Promise<ServerAnswer> {
  const { context, server, client } = own;
  const asked = new URL(url);
  for (const [name, value] of publicForm(own, parameters)) asked.searchParams.set(name, value);
  const authorization = proven ? await basicOf(own) : undefined;
  const accept: HeaderList = [['Accept', 'application/json']];
  const wire = openWire(context, {
    endpoints: [url],
    named: server.named,
    phase: 'check',
    purpose: authorization === undefined ? 'probe' : 'credential',
  });
  const response = await wire.send({
    method: 'GET',
    url: asked.href,
    headers: authorization === undefined ? accept : [...accept, ['Authorization', authorization.reveal()]],
  });
  const request: SentRequest = {
    method: 'GET',
    url: asked.href,
    headers: [
      ...accept,
      ...(authorization === undefined
        ? []
        : [['Authorization', authorization, basicInShell(client.clientId, '$CLIENT_SECRET')] as const]),
    ],
  };
  return serverAnswer(response, request, context.http.vault);
}

/** The client's secret in a header (RFC 6749 §2.3.1), where it has one and the server takes it so. */
async function basicOf(own: Party): Promise<Secret | undefined> {
  const { credential } = own.client;
  if (credential?.kind !== 'secret') return undefined;
  const offered: unknown = own.server.metadata.token_endpoint_auth_methods_supported;
  if (Array.isArray(offered) && !offered.includes('client_secret_basic')) return undefined;
  const method = credential.method === 'client_secret_basic_raw' ? credential.method : 'client_secret_basic';
  return (await proofOf(own, { ...credential, method })).authorization;
}

async function overPlainHttp(
  own: Party,
  endpoint: string,
  parameters: FormParameters,
): Promise<ServerAnswer> {
  const { context, server } = own;
  const url = endpoint.replace(/^https:/, 'http:');
  const body = publicForm(own, parameters).toString();
  const wire = openWire(context, {
    endpoints: [url],
    named: server.named,
    phase: 'check',
    purpose: 'probe',
    plain: true,
  });
  const response = await wire.send({ method: 'POST', url, headers: FORM, body });
  return serverAnswer(response, { method: 'POST', url, headers: FORM, body }, context.http.vault);
}

function publicForm({ client }: Party, parameters: FormParameters): URLSearchParams {
  const harmless = Object.entries(parameters).filter(([, value]) => !(value instanceof Secret));
  const form = new URLSearchParams([['client_id', client.clientId]]);
  for (const [name, value] of harmless) if (value !== null) form.set(name, plain(value));
  if (parameters.client_id === null) form.delete('client_id');
  return form;
}
