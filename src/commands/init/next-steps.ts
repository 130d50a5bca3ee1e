import { shellWord } from './ci-text.ts';
import type { InitFlags } from './flags.ts';
import { type Plan, secretVariables, variablesOf } from './plan.ts';
import type { Survey } from './survey.ts';

/**
 * What to do after the file was written, a line each, in the order in which it is done.
 * @param file undefined: the one that `verify` finds by itself
 */
export function nextSteps(
  plan: Plan,
  file: string | undefined,
  { ca, proxy }: Pick<InitFlags, 'ca' | 'proxy'>,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const unset = variablesOf(plan).filter((name) => !environment[name]);
  const verify = [
    'npx mcp-authcheck verify',
    ...flagOf('config', file),
    ...flagOf('ca', ca),
    ...flagOf('proxy', proxy),
  ].join(' ');
  const files = plan.flows.flatMap(({ proof }) => {
    if (proof?.kind === 'certificate') return [proof.file];
    return proof?.kind === 'secret' && 'file' in proof.place ? [proof.place.file] : [];
  });
  const people = plan.flows.filter(({ flow }) => flow === 'authorization_code' || flow === 'device_code');
  return [
    // Typed this way a secret comes into no history of the shell.
    ...unset.map(
      (name) => `read -r${secretVariables(plan).includes(name) ? 's' : ''} ${name} && export ${name}`,
    ),
    ...files.map((file) => `put the credential into ${file} (chmod 600), and never commit it`),
    verify,
    ...(people.length > 0 && people.length < plan.flows.length
      ? [`${verify} --flow client_credentials   # where nobody can sign in`]
      : []),
  ];
}

function flagOf(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`--${name} ${shellWord(value)}`];
}

/** What is odd about the plan beside what the endpoint says; undefined: nothing. */
export function oddity(plan: Plan, survey: Survey | undefined): string | undefined {
  if (survey?.issuer === undefined || plan.flows.every(({ flow }) => flow === 'none')) return undefined;
  const pinned = plan.issuer ?? plan.tenant;
  const same = [survey.issuer, survey.tenant].includes(pinned) && plan.authority === survey.authority;
  if (same || pinned === undefined || pinned.startsWith('${') || !/^[\da-f-]{36}$|:/i.test(pinned))
    return undefined;
  return `The endpoint names ${survey.issuer}, and the file pins ${[pinned, plan.authority].filter(Boolean).join(' at ')}: verify will refuse before a secret leaves.`;
}
