import { UsageError } from '../../errors.ts';
import type { Path } from './document.ts';
import { pinnedIssuer, type Whose } from './pinned-issuer.ts';
import type { NamedSecret } from './secrets-of.ts';
import { quoted } from './text.ts';
import type { Trust } from './trust.ts';

/**
 * Refuses every secret of a file target whose receiver the user did not name outside the file, once receivers
 * are limited: by `--trust-issuer`, or because the run is for a pull request from a fork. A client's credential
 * goes to the pinned issuer; a token and a header go to the endpoint, which is named by its URL or its origin.
 * @throws UsageError `issuer.not_trusted`, `issuer.not_trusted_on_fork`: nothing was read and nothing sent.
 */
export function refuseUntrusted(
  target: Whose,
  secrets: readonly NamedSecret[],
  trust: Trust,
  at: (...path: Path) => string,
): void {
  if (!trust.limited) return;
  for (const secret of secrets) {
    const { party } = secret.receiver;
    const found = party === 'issuer' ? pinnedIssuer(target) : secret.receiver.url;
    if (found !== undefined && isTrusted(secret.name, found, party === 'issuer', trust)) continue;
    throw untrusted(secret, found, trust, at(...secret.path), target.name);
  }
}

/**
 * Refuses a variable whose name says that it is a secret where it would become part of a setting, once receivers
 * are limited: inside a URL it would go to whoever the file names.
 * @throws UsageError `issuer.not_trusted`, `issuer.not_trusted_on_fork`
 */
export function refuseSecretVariable(name: string, trust: Trust, where: string): void {
  if (!trust.limited || !looksSecret(name)) return;
  throw new UsageError(
    codeOf(trust),
    `${where}: the environment variable ${name} is not put into a setting: by its name it is a secret, and ${because(trust)}.`,
    { hint: `Name it where a secret belongs, as { env: ${name} }, so that it goes only to whom you trust.` },
  );
}

/** Whether the name of a variable says that its value is a secret; ids, URLs and paths of such things are none. */
export function looksSecret(name: string): boolean {
  return (
    /SECRET|TOKEN|PASS(WORD|WD|PHRASE)?(_|$)|CREDENTIAL|COOKIE|ASSERTION|(^|_)(PAT|KEY|AUTH|JWT)(_|$)|APIKEY/i.test(
      name,
    ) && !/_(ID|URL|URI|ENDPOINT|FILE|PATH|NAME|AUDIENCE|ISSUER|HOST|PORT)$/i.test(name)
  );
}

function isTrusted(name: string, found: string, exactly: boolean, { entries }: Trust): boolean {
  const origin = !exactly && URL.canParse(found) ? new URL(found).origin : found;
  return entries.some(
    (entry) =>
      (entry.name === undefined || entry.name === name) &&
      [bare(found), bare(origin)].includes(bare(entry.issuer)),
  );
}

/** One slash at the end makes no other issuer. */
function bare(issuer: string): string {
  return issuer.replace(/\/$/, '');
}

function untrusted(
  { name, receiver: { party } }: NamedSecret,
  found: string | undefined,
  trust: Trust,
  where: string,
  target: string,
): UsageError {
  const whose = party === 'issuer' ? 'the pinned issuer' : `the ${party}`;
  const receiver =
    found === undefined ? 'no issuer is pinned' : `${whose} ${quoted(found)} is not trusted with it`;
  // NAME=ISSUER with the name of a secret looks like the secret itself, and would be masked.
  const entry = `--trust-issuer ${found ?? 'ISSUER'} (NAME=ISSUER trusts it with that secret alone)`;
  return new UsageError(
    codeOf(trust),
    `${where}: the secret ${quoted(name)} was not read: ${receiver}, and ${because(trust)}. Nothing was sent.`,
    {
      target,
      hint:
        found === undefined
          ? `Pin the issuer in the file with tenant or issuer, and trust it outside the file: ${entry}.`
          : `If that is right, say so outside the file: ${entry}, or MCP_AUTHCHECK_TRUST_ISSUER.`,
    },
  );
}

function codeOf({ fork, entries }: Trust): string {
  return fork === undefined || entries.length > 0 ? 'issuer.not_trusted' : 'issuer.not_trusted_on_fork';
}

function because({ fork, entries }: Trust): string {
  return fork === undefined || entries.length > 0
    ? 'secrets of this file go only to whom --trust-issuer or MCP_AUTHCHECK_TRUST_ISSUER names'
    : `${fork}, whose author may have written the file`;
}
