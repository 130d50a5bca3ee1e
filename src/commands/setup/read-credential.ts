import { UsageError } from '../../errors.ts';
import { quote } from '../../text/quote.ts';
import { suggest } from '../config/names.ts';
import type { SetupFlags } from '../setup.ts';
import { type ClientCredential, CREDENTIALS } from './options.ts';

const GITHUB = 'https://token.actions.githubusercontent.com';
/** What the public cloud wants the tokens to be for. */
const AUDIENCE = 'api://AzureADTokenExchange';

/** How the client will prove itself; a repository or a subject alone means a federated credential. @throws UsageError */
export function readCredential(flags: SetupFlags): ClientCredential {
  const federation = [flags.github, flags.issuer, flags.subject].some((value) => value !== undefined);
  const kind = flags.credential ?? (federation ? 'federated' : 'secret');
  if (kind === 'federated') return federated(flags);
  if (kind !== 'secret' && kind !== 'certificate') {
    throw new UsageError('usage.credential_unknown', `There is no credential ${quote(kind)}.`, {
      hint: suggest(kind, CREDENTIALS),
    });
  }
  if (federation) {
    throw new UsageError(
      'usage.credential_conflict',
      `--github, --issuer and --subject belong to a federated credential, and --credential says ${kind}.`,
      { hint: 'Leave one of them away.' },
    );
  }
  return { kind };
}

function federated({ github, issuer, subject }: SetupFlags): ClientCredential {
  if (github !== undefined && (issuer !== undefined || subject !== undefined)) {
    throw new UsageError(
      'usage.credential_conflict',
      '--github says issuer and subject already, and one of them is given besides.',
      { hint: 'Leave --issuer and --subject away, or --github.' },
    );
  }
  if (github !== undefined) {
    return {
      kind: 'federated',
      issuer: GITHUB,
      subject: subjectOf(github),
      audience: AUDIENCE,
      flag: '--federated github',
    };
  }
  if (issuer === undefined || subject === undefined) {
    throw new UsageError(
      'usage.federation_missing',
      'A federated credential needs an issuer and a subject.',
      {
        hint: 'Give --github OWNER/REPOSITORY, or --issuer and --subject as the tokens have them in iss and sub.',
      },
    );
  }
  return {
    kind: 'federated',
    issuer: issuerUrl(issuer),
    subject: subjectText(subject),
    audience: AUDIENCE,
    flag: '--assertion-file token.jwt',
  };
}

function subjectOf(repository: string): string {
  const [, name, branch = 'main'] = REPOSITORY.exec(repository) ?? [];
  if (name !== undefined) return `repo:${name}:ref:refs/heads/${branch}`;
  throw new UsageError(
    'usage.repository_malformed',
    `--github expects OWNER/REPOSITORY or OWNER/REPOSITORY:BRANCH, found ${quote(repository)}.`,
    {
      hint: `For an environment or a tag: --issuer ${GITHUB} --subject repo:OWNER/REPOSITORY:environment:NAME`,
    },
  );
}

const REPOSITORY = /^([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\/[\w.-]+)(?::([\w.][\w./@+#-]*))?$/;

function issuerUrl(text: string): string {
  if (URL.canParse(text) && new URL(text).protocol === 'https:' && !/[\s?#]/.test(text)) return text;
  throw new UsageError(
    'usage.url_not_https',
    `--issuer expects the https URL in iss, found ${quote(text)}.`,
    {
      hint: `For GitHub Actions it is ${GITHUB}, or give --github.`,
    },
  );
}

function subjectText(text: string): string {
  if (text !== '' && text.length <= 600 && !/[\p{Cc}\p{Zl}\p{Zp}*]/u.test(text)) return text;
  throw new UsageError(
    'usage.subject_malformed',
    `--subject expects one line as it stands in sub, without *, found ${quote(text)}.`,
    { hint: 'Entra ID compares it letter for letter, the case included.' },
  );
}
