import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found, sentenceCase } from '../../look.ts';
import { atEndpoint, frontOf, isPage, setting } from './seen.ts';
import { reachTheServer } from './settings.ts';

export const pathNotRouted: KnownRule = {
  code: 'gateway/path-not-routed',
  leg: 'network',
  explains: ['endpoint/not-found'],
  about: {
    title: 'The gateway does not know the path of the endpoint.',
    cause: 'The 404 is a page of the gateway: it serves the server below another path or host name.',
    fix: 'Give the public URL of the endpoint, with the prefix under which the gateway serves it.',
  },
  diagnose: (symptoms) => {
    const asked = atEndpoint(symptoms).filter(({ method }) => method === 'POST');
    const [lost] = asked;
    const front = frontOf(lost);
    if (errorOf(symptoms, 'endpoint.not_found') === undefined || lost === undefined) return [];
    if (front.product === undefined || !asked.every((one) => one.status === 404 && isPage(one))) return [];
    const { origin, pathname, host } = new URL(symptoms.evidence.target.url);
    return [
      found(
        `${sentenceCase(front.name)} answers at ${host}, and it does not know the path ${pathname}: the MCP server was never asked.`,
        `POST ${origin}${pathname} brought a 404 page${front.told}; an MCP server would answer in JSON.`,
        `Give the public URL of the endpoint, with the prefix under which ${front.name} serves it, for instance ${origin}/PREFIX${pathname}. If the URL is right, add the route.`,
        {
          confidence: 'likely',
          ...setting(front, reachTheServer),
          alternatives: [
            'The host name is right for another site of the same gateway.',
            `The server behind serves another path than ${pathname}, and the page is its own.`,
          ],
          decide: `Whether the request is in the log of the server behind ${front.name}.`,
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};
