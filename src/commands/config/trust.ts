import { UsageError } from '../../errors.ts';
import { forkRun } from './fork.ts';
import type { Inputs } from './inputs.ts';
import { splitList } from './text.ts';
import { issuerUrl } from './url-rules.ts';

/** Said outside the file: this issuer may receive this secret, or any where no name is given. */
export interface TrustEntry {
  /** Environment variable, file path or program, as the reference in the file names it. */
  readonly name: string | undefined;
  readonly issuer: string;
}

/** Whom the user trusts with the secrets of a configuration file. */
export interface Trust {
  readonly entries: readonly TrustEntry[];
  /** What kind of run this is, when it is for a pull request from a fork; the end of a sentence. */
  readonly fork: string | undefined;
  /** Secrets go only to whom an entry names. */
  readonly limited: boolean;
}

/**
 * What `--trust-issuer` says, else MCP_AUTHCHECK_TRUST_ISSUER (separated by blanks or commas). A configuration
 * file is written by whoever may change the repository; this is not.
 * @throws UsageError `usage.trust_issuer`, `usage.url_*`
 */
export async function trustOf({ flags, environment }: Inputs): Promise<Trust> {
  const entries =
    flags.trustIssuer === undefined
      ? splitList([environment.MCP_AUTHCHECK_TRUST_ISSUER ?? '']).map((text) =>
          entryOf(text, 'MCP_AUTHCHECK_TRUST_ISSUER'),
        )
      : flags.trustIssuer.map((text) => entryOf(text.trim(), '--trust-issuer'));
  const fork = await forkRun(environment);
  return { entries, fork, limited: entries.length > 0 || fork !== undefined };
}

function entryOf(text: string, where: string): TrustEntry {
  const [, name, issuer] = /^(?:(.*?)=)?(https?:\/\/.*)$/is.exec(text) ?? [];
  if (issuer === undefined || name === '') {
    throw new UsageError('usage.trust_issuer', `${where}: expected ISSUER or NAME=ISSUER.`, {
      hint: 'For instance CLIENT_SECRET=https://login.microsoftonline.com/<tenant id>/v2.0; NAME is what the reference in the file names: a variable, a file or a program.',
    });
  }
  return { name, issuer: issuerUrl(issuer, where) };
}
