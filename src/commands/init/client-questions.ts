import { portNumber } from '../config/values.ts';
import type { Asker } from './asker.ts';
import type { InitFlags } from './flags.ts';
import { flowsOf, needsClientId } from './plan-from-flags.ts';
import { refusal, something } from './right-answer.ts';
import type { Survey } from './survey.ts';
import { variableName } from './variable-name.ts';

/** Asks for the machine's client and where what it proves itself with will stand. */
export async function askMachine(asker: Asker, flags: InitFlags): Promise<Partial<InitFlags>> {
  if (!flowsOf(flags).includes('client_credentials')) return {};
  const clientId =
    flags.clientId ??
    (await asker.text({
      message: "Client id of the machine's registration",
      example: `or \${CLIENT_ID}`,
      wrong: something,
    }));
  const proof = [flags.clientSecretEnv, flags.clientSecretFile, flags.certificate, flags.federated];
  if (proof.some((value) => value !== undefined)) return { clientId };
  const kind = await asker.one({
    message: 'What does it prove itself with?',
    choices: [
      { value: 'env', label: 'a client secret in an environment variable' },
      { value: 'file', label: 'a client secret in a file' },
      { value: 'certificate', label: 'a certificate', hint: 'PEM file with its key' },
      { value: 'github', label: 'a federated token of GitHub Actions', hint: 'no stored secret' },
      { value: 'managed-identity', label: 'a managed identity of Azure', hint: 'no stored secret' },
    ],
    initial: 'env',
  });
  if (kind === 'env') {
    const clientSecretEnv = await asker.text({
      message: 'Name of the environment variable (not the secret itself)',
      initial: 'CLIENT_SECRET',
      wrong: refusal((text) => variableName(text, 'The variable')),
    });
    return { clientId, clientSecretEnv };
  }
  if (kind === 'github' || kind === 'managed-identity') return { clientId, federated: kind };
  const file = await asker.text({
    message: 'Path of the file, from where the configuration file lies',
    initial: kind === 'file' ? 'client-secret' : 'client.pem',
    wrong: something,
  });
  return kind === 'file' ? { clientId, clientSecretFile: file } : { clientId, certificate: file };
}

/** Asks for the client that people sign in with. */
export async function askPerson(
  asker: Asker,
  flags: InitFlags,
  provider: string,
  survey: Survey | undefined,
): Promise<Partial<InitFlags>> {
  const flow = flowsOf(flags).find((name) => name === 'authorization_code' || name === 'device_code');
  if (flow === undefined) return {};
  const needed = needsClientId(flow, provider, survey);
  const id =
    flags.personClientId ??
    (await asker.text({
      message: `Client id that people sign in with${needed ? '' : ' (nothing: it registers on request)'}`,
      ...(flags.clientId === undefined || provider === 'entra' ? {} : { initial: flags.clientId }),
      ...(needed ? { wrong: something } : {}),
    }));
  const port =
    flags.port ??
    (survey?.fixedPort === true && survey.provider === provider && flow === 'authorization_code'
      ? await asker.text({
          message: 'Port of the registered redirect URI http://127.0.0.1:PORT/callback',
          example: '8400',
          wrong: refusal((text) => portNumber(text, 'The port')),
        })
      : undefined);
  return { ...(id === '' ? {} : { personClientId: id }), ...(port === undefined ? {} : { port }) };
}
