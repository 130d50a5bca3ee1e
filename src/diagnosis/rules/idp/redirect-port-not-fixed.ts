import type { KnownRule } from '../../known-rule.ts';
import { fill, found } from '../../look.ts';
import { failedWith } from './in-use.ts';

export const redirectPortNotFixed: KnownRule = {
  code: 'provider/redirect-port-not-fixed',
  leg: 'token',
  explains: ['person/needed'],
  about: {
    title:
      'The browser never came back; this provider compares the port of the redirect URI, and none is fixed.',
    cause: 'Without --port the tool listens at a free port, which cannot have been registered.',
    fix: 'Register http://127.0.0.1:8400/callback and give --port 8400.',
  },
  diagnose: (symptoms) => {
    const { profile, flows } = symptoms.evidence;
    const { host, path, anyPort } = profile.loopback;
    if (anyPort) return [];
    const waited = flows.filter(
      ({ request, error }) => error?.code === 'person.timeout' && request.port === undefined,
    );
    const [first] = waited;
    if (first === undefined) return [];
    const uri = `http://${host}:8400${path}`;
    return [
      found(
        `The browser never came back; ${profile.title} compares the port of the redirect URI, and none is fixed.`,
        `${first.error?.message ?? ''} Without --port the tool listens at a free port, another at every run, and ${profile.title} takes only redirect URIs that are registered character for character.`,
        fill(
          `Register ${uri} for the client {clientId}, and run again with the port:`,
          symptoms,
          first.request,
        ),
        {
          confidence: 'likely',
          results: failedWith(symptoms, ...waited.map(({ request }) => request)),
          paste: [{ where: 'client', text: '--port 8400' }],
          alternatives: ['Nobody finished the sign-in in time.'],
          decide:
            'The page in the browser: an error about redirect_uri or the callback URL, or a sign-in that waits.',
        },
      ),
    ];
  },
};
