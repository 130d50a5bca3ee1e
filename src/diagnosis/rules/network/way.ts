import type { ErrorObject } from '../../../errors.ts';
import { originOf } from '../../../text/origin.ts';
import { word } from '../../az/shell.ts';
import { errorOf, failedIds, failedSteps } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';

/** One of the road's exchanges that did not come about, and whom it was for. */
export interface Trouble {
  readonly error: ErrorObject;
  /** `host:port`, the port of the scheme too. */
  readonly host: string;
  /** Host name alone, as certificates and DNS have it. */
  readonly name: string;
  readonly port: number;
  readonly url: string;
  /** "the endpoint", "the authorization server". */
  readonly whose: 'the endpoint' | 'the authorization server' | 'a server';
}

/** The first error of the road with one of these codes, and the server that was asked then. */
export function troubleOf(symptoms: Symptoms, ...codes: readonly string[]): Trouble | undefined {
  const error = errorOf(symptoms, ...codes);
  if (error === undefined) return undefined;
  const url = asked(symptoms, error);
  const { hostname, protocol, port: written } = new URL(url);
  const port = Number(written) || (protocol === 'http:' ? 80 : 443);
  return { error, url, name: hostname, port, host: `${hostname}:${port}`, whose: whoseIs(url, symptoms) };
}

function asked({ evidence, exchanges }: Symptoms, error: ErrorObject): string {
  const ended = exchanges.find((exchange) => exchange.error === error.code && URL.canParse(exchange.url));
  if (ended !== undefined) return ended.url;
  const issuer = evidence.discovery?.issuer ?? evidence.target.authority ?? '';
  return error.phase === 'token' && URL.canParse(issuer) ? issuer : evidence.target.url;
}

/** Which server of the run a URL belongs to. */
export function whoseIs(url: string, { evidence }: Symptoms): Trouble['whose'] {
  const { target, discovery } = evidence;
  const { origin } = new URL(url);
  if (origin === originOf(target.url)) return 'the endpoint';
  const metadata = discovery?.authorizationServerMetadata?.document;
  const theirs = [
    discovery?.issuer,
    target.issuer,
    target.authority,
    metadata?.token_endpoint,
    metadata?.authorization_endpoint,
    metadata?.jwks_uri,
  ];
  return theirs.some((one) => originOf(one) === origin) ? 'the authorization server' : 'a server';
}

/** What failed because the server could not be asked. */
export function explainedBy(symptoms: Symptoms, { whose }: Trouble): readonly string[] {
  const metadata =
    whose === 'the authorization server'
      ? failedIds(symptoms, ({ id }) => id === 'discovery/authorization-server-metadata-found')
      : [];
  return [...failedSteps(symptoms), ...metadata];
}

/** A shell line that asks a URL without a token and shows how far it comes. */
export function curl(url: string): string {
  return `curl -sv -o /dev/null ${word(url)}`;
}

/** A shell line that shows the certificates of a server. */
export function showCertificates({ name, host }: Trouble): string {
  return `openssl s_client -connect ${host} -servername ${name} -showcerts </dev/null`;
}

/** The text of an error, without the words that only say which server it is about. */
export function said({ error }: Trouble): string {
  return error.message.replace(/^The authorization server cannot be reached\. /, '');
}
