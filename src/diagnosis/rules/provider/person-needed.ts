import type { ErrorObject } from '../../../errors.ts';
import { isGuid } from '../../../text/guid.ts';
import { addLoopbackRedirect } from '../../az/index.ts';
import type { KnownRule } from '../../known-rule.ts';
import { type Diagnosis, failedSteps, found, isEntra } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';

const SIGN_IN =
  'Run mcp-authcheck login at a terminal: it keeps the refresh token. From then on token, tools and call use it by themselves, and verify with --flow refresh_token. Without anybody: --flow client_credentials.';

export const personNeeded: KnownRule = {
  code: 'person/needed',
  leg: 'token',
  about: {
    title: 'Somebody must sign in, and nobody can here.',
    cause: 'The flow needs a browser or a device code, and there is no person, or no answer came in time.',
    fix: 'mcp-authcheck login where there is a browser.',
  },
  diagnose: (symptoms) => {
    const error = symptoms.errors.find((one) => one.class === 'needs_person');
    if (error === undefined) return [];
    if (error.code === 'person.timeout') return [noAnswer(error, symptoms)];
    return [
      found(
        'Somebody must sign in, and nobody can here.',
        error.message,
        error.code === 'person.not_allowed' ? SIGN_IN : (error.hint ?? SIGN_IN),
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};

/** A sign-in page that shows an error tells the person alone: what is most often wrong then. */
function noAnswer(error: ErrorObject, symptoms: Symptoms): Diagnosis {
  const { evidence } = symptoms;
  const flow = evidence.flows.find(({ error: own }) => own === error)?.request;
  const { host, path } = evidence.profile.loopback;
  const uri = `http://${host}${path}`;
  const code = flow?.flow !== 'device_code';
  const client = flow?.clientId;
  return found(
    code
      ? 'The browser was opened, and no answer came back from the sign-in.'
      : 'The device code was shown, and nobody entered it in time.',
    `${error.message} A sign-in page that shows an error does not come back: only the person sees it.`,
    error.hint ?? SIGN_IN,
    {
      confidence: 'possible',
      results: failedSteps(symptoms),
      alternatives: [
        ...(code
          ? [`The redirect URI ${uri} is not registered for the client${entraNumber(symptoms, 50011)}.`]
          : []),
        'Nobody signed in, or not in time: allow more with --timeout.',
        `The person may not use the application, or an administrator must consent${entraNumber(symptoms, 90094)}.`,
      ],
      decide: isEntra(symptoms)
        ? 'Look at the page in the browser: it shows an AADSTS number; give it to mcp-authcheck explain.'
        : 'Look at the page in the browser: if it shows an error, that is the cause.',
      ...(code && isEntra(symptoms) && client !== undefined && isGuid(client)
        ? { paste: [{ where: 'shell', text: addLoopbackRedirect({ client, uri }) }] }
        : {}),
    },
  );
}

function entraNumber(symptoms: Symptoms, number: number): string {
  return isEntra(symptoms) ? ` (AADSTS${number})` : '';
}
