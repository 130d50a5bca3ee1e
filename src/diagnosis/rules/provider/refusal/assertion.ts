import { X509Certificate } from 'node:crypto';
import { federatedCredential, uploadCertificate } from '../../../az/index.ts';
import { quote } from '../../../look.ts';
import { type Narrow, type Narrowed, type Refusal, shell } from './refusal.ts';
import { clientIdOf } from './settings.ts';

/** AADSTS700027: the certificate that this run signed with, next to what was said of it. */
export const unknownKey: Narrow = (refusal) => {
  const credential = refusal.request?.credential;
  const own = credential?.kind === 'certificate' ? certificateIn(credential.certificate) : undefined;
  const id = clientIdOf(refusal);
  const upload = id === undefined ? {} : shell(uploadCertificate({ client: id }));
  if (own === undefined) return upload;
  const ends = Date.parse(own.validTo);
  const print = `thumbprint ${own.fingerprint.replaceAll(':', '')} (SHA-1), valid until ${day(ends)}`;
  if (ends < refusal.symptoms.evidence.now()) {
    return {
      summary: `The certificate that the client signs with expired on ${day(ends)}.`,
      cause: `It has the ${print}.`,
      fix: 'Make a new certificate, upload its public part at App registrations > {clientId} > Certificates & secrets > Certificates, and give the new one to the client (--certificate).',
      confidence: 'certain',
      ...upload,
    };
  }
  return {
    summary: 'The client signs with a certificate that its registration does not have.',
    cause: `It has the ${print}.`,
    fix: 'App registrations > {clientId} > Certificates & secrets > Certificates: upload its public part, or sign with the one that is there. The list shows the thumbprint of each.',
    confidence: /not found/i.test(refusal.words) ? 'certain' : 'likely',
    ...upload,
  };
};

/** AADSTS700024: the times stand in the message; whose clock is wrong, the Date headers tell. */
export const outsideItsTime: Narrow = (refusal) => {
  const [, now, from, until] =
    /Current time: (\S+?), assertion valid from (\S+?), expiry time of assertion (\S+?)\.(?:\s|$)/i.exec(
      refusal.words,
    ) ?? [];
  const times = [now, from, until].map((text) => Date.parse(text ?? ''));
  const [current = Number.NaN, begin = Number.NaN, end = Number.NaN] = times;
  const ahead = clockAhead(refusal);
  const own = refusal.request?.credential?.kind !== 'assertion';
  if (ahead !== undefined && Math.abs(ahead) > TOLERATED_MS && own) {
    return {
      summary: `This machine’s clock is ${minutes(ahead)} ${ahead > 0 ? 'ahead of' : 'behind'} Entra ID’s, so what it signs is outside its time.`,
      cause: `The Date header of the token endpoint and this machine’s clock differ by ${minutes(ahead)}; five minutes are tolerated.`,
      fix: 'Synchronise this machine’s clock (NTP).',
      confidence: 'certain',
    };
  }
  if (Number.isNaN(current) || Number.isNaN(end)) return undefined;
  const compared = `It is good from ${from} to ${until}; Entra ID’s clock says ${now}.`;
  if (end <= current) {
    return {
      summary: `The token that stands for the client’s secret expired ${minutes(current - end)} ago.`,
      cause: compared,
      fix: 'Take it anew for every run: a file that the platform writes again, or --federated github. It is good for minutes only.',
      confidence: 'certain',
    };
  }
  if (begin > current) {
    return {
      summary: `The token that stands for the client’s secret is good only in ${minutes(begin - current)}.`,
      cause: compared,
      fix: 'Synchronise the clock of the machine that writes it (NTP).',
      confidence: 'certain',
    };
  }
  return undefined;
};

/** AADSTS70021, 700211, 700212, 700213, 7002138: what the token says, as the form wants to have it. */
export const noFederatedCredential: Narrow = (refusal) => {
  const said = {
    issuer: presented(refusal.words, 'issuer'),
    subject: presented(refusal.words, 'subject'),
    audience: presented(refusal.words, 'audience'),
  };
  const wrong = FIELDS.filter(({ name }) => said[name] !== undefined);
  const id = clientIdOf(refusal);
  if (wrong.length === 0) return undefined;
  const values = wrong.map(({ name, claim }) => `${claim} is ${quote(said[name])}`);
  const labels = wrong.map(({ label }) => `"${label}"`).join(', ');
  return {
    summary: CASE.includes(refusal.provider.aadsts ?? 0)
      ? 'The subject of the federated credential differs from the one of the token in upper and lower case.'
      : `No federated credential of the client has the ${wrong.map(({ name }) => name).join(', ')} of the token that was sent.`,
    cause: `In the token ${values.join(', ')}. ${wrong.length === 1 ? HINTS[wrong[0]?.name ?? 'issuer'] : 'All three are compared character for character, case included.'}`,
    fix:
      said.audience !== undefined && wrong.length === 1
        ? `Ask whoever issues the token for the audience ${expectedAudience(refusal)}: App registrations > {clientId} > Certificates & secrets > Federated credentials names it.`
        : `App registrations > {clientId} > Certificates & secrets > Federated credentials: ${labels} must be ${wrong.map(({ name }) => said[name]).join(', ')}, character for character.`,
    confidence: 'certain',
    ...(id === undefined ? {} : commandFor(id, said, refusal)),
  };
};

/** The subject is right but for upper and lower case. */
const CASE: readonly number[] = [7002137, 7002138];

type Field = 'issuer' | 'subject' | 'audience';

const FIELDS: readonly { readonly name: Field; readonly claim: string; readonly label: string }[] = [
  { name: 'issuer', claim: 'iss', label: 'Issuer' },
  { name: 'subject', claim: 'sub', label: 'Subject identifier' },
  { name: 'audience', claim: 'aud', label: 'Audience' },
];

const HINTS: Readonly<Record<Field, string>> = {
  issuer: 'Often only a slash at its end is too much or missing.',
  subject: 'It names repository, branch, environment or service account; upper and lower case count.',
  audience: 'Entra ID takes a token only for the audience that the federated credential names.',
};

/** Of GitHub's tokens the issuer is known, so the whole credential can be written down. */
function commandFor(
  id: string,
  said: Partial<Record<Field, string | undefined>>,
  refusal: Refusal,
): Narrowed {
  const { subject } = said;
  const issuer = said.issuer ?? (subject?.startsWith('repo:') === true ? GITHUB : undefined);
  const audience = said.audience ?? expectedAudience(refusal);
  const list = `az ad app federated-credential list --id ${id} --query "[].{issuer:issuer,subject:subject,audience:audiences[0]}" --output table`;
  // Trust is proposed in nothing but what this run itself sent.
  const sent = refusal.request?.credential?.kind === 'assertion';
  if (!sent || issuer === undefined || subject === undefined) return shell(list);
  return shell(list, federatedCredential({ client: id, issuer, subject, audience }));
}

const GITHUB = 'https://token.actions.githubusercontent.com';

function expectedAudience({ symptoms }: Refusal): string {
  const { profile, target, discovery } = symptoms.evidence;
  const issuer = target.issuer ?? discovery?.issuer ?? '';
  return profile.federatedAudience(issuer) ?? 'api://AzureADTokenExchange';
}

/** `… assertion subject 'x'`, and of older answers `Assertion Subject: 'x'`. */
function presented(words: string, name: Field): string | undefined {
  return new RegExp(`assertion ${name}:? '([^']{1,300})'`, 'i').exec(words)?.[1];
}

/** How far this machine's clock is ahead of the authorization server's, in milliseconds. */
function clockAhead({ symptoms }: Refusal): number | undefined {
  const answer = symptoms.exchanges.findLast(({ phase, date }) => phase === 'token' && date !== undefined);
  if (answer?.date === undefined) return undefined;
  const theirs = Date.parse(answer.date);
  return Number.isNaN(theirs) ? undefined : Date.parse(answer.startedAt) + answer.durationMs - theirs;
}

const TOLERATED_MS = 240_000;

function minutes(milliseconds: number): string {
  const count = Math.round(Math.abs(milliseconds) / 60_000);
  return count === 1 ? '1 minute' : `${count} minutes`;
}

function certificateIn(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function day(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
