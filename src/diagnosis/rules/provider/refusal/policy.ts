import { client, type Narrow, type Refusal, shell } from './refusal.ts';
import { isPersonFlow } from './settings.ts';

/** AADSTS53003. */
export const conditionalAccess: Narrow = ({ request }) => {
  const machine = !isPersonFlow(request?.flow) && request?.flow !== 'refresh_token';
  return {
    summary: machine
      ? 'A Conditional Access policy for workload identities keeps the machine out.'
      : 'A Conditional Access policy keeps the person out.',
    cause: machine
      ? 'The credential is right. Policies for machines look at the network location or at the risk of the client.'
      : 'The sign-in is right as far as it went. Such policies look at place, device, application or risk.',
    fix: machine
      ? 'Have an administrator allow the address this machine calls from (Protection > Conditional Access > Named locations), or leave {clientId} out of the policy.'
      : 'Have an administrator look which policy it was, and meet it or leave {clientId} out.',
    decide: 'The entry in the sign-in logs names the policy, on its tab "Conditional Access".',
  };
};

/** AADSTS50076, 50079, 50072, 50078. */
export const secondFactor: Narrow = (refusal) => ({
  summary:
    refusal.request?.flow === 'refresh_token'
      ? 'A policy now demands a second factor, so the refresh token alone will not do.'
      : 'A policy demands a second factor, which only a person at a browser can give.',
  cause:
    'The API or the person is under a Conditional Access policy that the sign-in before it did not meet.',
  fix: 'Sign in again at a browser. Unattended jobs use client credentials, which such policies do not concern.',
  ...login(refusal),
});

/** AADSTS50173, 700082, 700084, 70043, 70044, 70008: only signing in helps. */
export const signInAgain: Narrow = (refusal) => ({ ...login(refusal), confidence: 'certain' });

/** AADSTS50173. */
export const revoked: Narrow = (refusal) => ({
  summary: 'The person’s sign-ins were revoked since the refresh token was issued.',
  cause:
    'The password was changed or reset, or an administrator chose "Revoke sessions": every older refresh token is void.',
  ...signInAgain(refusal),
});

function login({ symptoms, request }: Refusal) {
  const { url, tenant } = symptoms.evidence.target;
  const { clientId } = request ?? {};
  if (!/^https?:\/\/[\w.:/@%~-]+$/.test(url)) return {};
  const settings = [
    ...(tenant === undefined || !/^[\w.-]+$/.test(tenant) ? [] : [`--tenant ${tenant}`]),
    ...(clientId === undefined || !/^[\w.-]+$/.test(clientId) ? [] : [`--client-id ${clientId}`]),
  ];
  return shell(`mcp-authcheck login ${[url, ...settings].join(' ')}`);
}

/** AADSTS90055, 50196: how long to wait stands in the answer's Retry-After. */
export const throttled: Narrow = ({ symptoms, provider }) => {
  const told = symptoms.errors.find((error) => error.provider?.aadsts === provider.aadsts)?.message;
  const [, seconds] = /asks to wait (\d{1,9}) s/.exec(told ?? '') ?? [];
  return {
    summary: `Entra ID is asked for too many tokens${seconds === undefined ? '.' : ` and wants to be left alone for ${seconds} s.`}`,
    cause:
      'Tokens are good for an hour and more; whoever asks anew for each request, or runs many jobs at once, is throttled.',
    fix: `Wait ${seconds === undefined ? 'some minutes' : `${seconds} s`}, then run again. Let clients keep their token until shortly before its end.`,
    confidence: 'certain',
    ...(seconds === undefined
      ? {}
      : { look: `Retry-After: ${seconds} in the answer of the token endpoint.` }),
  };
};

/** AADSTS900144: the missing parameter stands in the message. */
export const parameterMissing: Narrow = ({ words }) => {
  const [, name] = /following parameter: '([\w-]{1,60})'/.exec(words) ?? [];
  const setting = SETTINGS[name ?? ''];
  if (setting === undefined) return undefined;
  return {
    summary: `The request lacks ${name}: ${setting} is not set.`,
    fix: `Set ${setting}; a variable that is set but empty counts as missing.`,
    confidence: 'certain',
    ...client(`${setting.split(' ')[0]}=…`),
  };
};

const SETTINGS: Readonly<Record<string, string>> = {
  client_id: 'CLIENT_ID (--client-id)',
  scope: 'OAUTH_AUDIENCE (--audience)',
};
