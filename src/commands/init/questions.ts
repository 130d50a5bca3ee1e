import { profiles } from '../../profiles/index.ts';
import { tenantId } from '../config/entra.ts';
import { splitList } from '../config/text.ts';
import { endpointUrl, issuerUrl } from '../config/url-rules.ts';
import type { Asker } from './asker.ts';
import { CI_SYSTEMS } from './ci-text.ts';
import { askMachine, askPerson } from './client-questions.ts';
import type { InitFlags } from './flags.ts';
import { referenceIn } from './plan.ts';
import { flowsOf, needsAudience, providerOf } from './plan-from-flags.ts';
import { refusal, something } from './right-answer.ts';
import type { Survey } from './survey.ts';

/** Asks for the endpoint. */
export function askUrl(asker: Asker): Promise<string> {
  return asker.text({
    message: 'Which MCP endpoint is to be proved?',
    example: 'https://calculator.example.com/mcp',
    wrong: refusal((text) => endpointUrl(text, 'The endpoint')),
  });
}

/** Asks for everything that the flags leave open, and hands it back as flags. */
export async function askRest(
  asker: Asker,
  flags: InitFlags,
  survey: Survey | undefined,
): Promise<InitFlags> {
  const flow =
    flags.flow ??
    (await asker.some({
      message: 'Who is to get in?',
      choices: [
        {
          value: 'client_credentials',
          label: 'a machine',
          hint: 'with a secret, a certificate or a federated token: what CI runs',
        },
        { value: 'authorization_code', label: 'a person', hint: 'signs in with the browser' },
        {
          value: 'none',
          label: 'anybody',
          hint: 'no token: the server is open, or stands behind a gateway key',
        },
      ],
      initial: ['client_credentials'],
    }));
  let known: InitFlags = { ...flags, flow };
  if (flowsOf(known).some((name) => name !== 'none')) {
    known = { ...known, ...(await askPin(asker, known, survey)) };
    const provider = providerOf(known, survey);
    known = { ...known, provider, ...(await askAudience(asker, known, provider, survey)) };
    known = { ...known, ...(await askMachine(asker, known)) };
    known = { ...known, ...(await askPerson(asker, known, provider, survey)) };
    known = { ...known, ...(await askPermissions(asker, known, provider, survey)) };
  }
  const expectTool =
    known.expectTool ??
    splitList([
      await asker.text({
        message: 'Which tools must be listed? Names with commas; nothing: whichever there are.',
        example: 'add, subtract (of these two the results are proved as well)',
      }),
    ]);
  const ci =
    known.ci ??
    (await asker.one({
      message: 'Shall the job of a CI system be written as well?',
      choices: [
        { value: 'none', label: 'no' },
        ...CI_SYSTEMS.map(({ name, title, file }) => ({ value: name, label: title, hint: file })),
      ],
      initial: 'none',
    }));
  const { ci: _ci, ...rest } = known;
  return { ...rest, expectTool, ...(ci === 'none' ? {} : { ci }) };
}

async function askPin(
  asker: Asker,
  flags: InitFlags,
  survey: Survey | undefined,
): Promise<Partial<InitFlags>> {
  if (flags.tenant !== undefined || flags.issuer !== undefined) return {};
  if (survey?.issuer !== undefined && flags.provider === undefined) {
    const { issuer, tenant, authority, title } = survey;
    asker.say(`The endpoint names this authorization server (${title}):\n${issuer}`);
    if (
      await asker.yes({
        message: 'Is it yours? Credentials will go there and to nobody else.',
        initial: true,
      })
    ) {
      return tenant === undefined
        ? { issuer }
        : { tenant, ...(authority === undefined ? {} : { authority }) };
    }
  }
  const provider =
    flags.provider ??
    (await asker.one({
      message: 'Who issues the tokens?',
      choices: profiles.map(({ name, title }) => ({ value: name, label: title })),
      initial: survey?.provider ?? 'entra',
    }));
  if (provider === 'entra') {
    return {
      provider,
      tenant: await asker.text({
        message: 'Directory (tenant) ID: Entra admin center > Overview',
        example: `8-4-4-4-12 hexadecimal digits, or \${TENANT_ID}`,
        wrong: refusal((text) => referenceIn(text) ?? tenantId(text, 'The tenant')),
      }),
    };
  }
  return {
    provider,
    issuer: await asker.text({
      message: "The issuer, letter for letter as the token's iss says it",
      example: 'https://id.example.com/realms/main',
      wrong: refusal((text) => issuerUrl(text, 'The issuer')),
    }),
  };
}

async function askAudience(
  asker: Asker,
  flags: InitFlags,
  provider: string,
  survey: Survey | undefined,
): Promise<Partial<InitFlags>> {
  if (flags.audience !== undefined || !needsAudience(provider)) return {};
  const proposed = survey?.audience;
  return {
    audience: await asker.text({
      message:
        provider === 'entra'
          ? "Application (client) ID of the API's registration (the audience)"
          : 'Identifier of the API (the audience)',
      ...(proposed === undefined ? {} : { initial: proposed }),
      wrong: something,
    }),
  };
}

async function askPermissions(
  asker: Asker,
  flags: InitFlags,
  provider: string,
  survey: Survey | undefined,
): Promise<Partial<InitFlags>> {
  const flows = flowsOf(flags);
  const machine = flows.includes('client_credentials');
  const asRoles = machine && provider === 'entra';
  const asScopes = flows.some((flow) => flow !== 'none' && !(asRoles && flow === 'client_credentials'));
  const proposed = survey?.permissions.join(', ') ?? '';
  const ask = async (message: string): Promise<readonly string[]> =>
    splitList([await asker.text({ message, ...(proposed === '' ? {} : { initial: proposed }) })]);
  return {
    ...(asRoles && flags.expectRole === undefined
      ? { expectRole: await ask("App roles that the machine's token must carry, with commas; nothing: any") }
      : {}),
    ...(asScopes && flags.expectScope === undefined
      ? { expectScope: await ask('Scopes that the token must carry, with commas; nothing: any') }
      : {}),
  };
}
