import type { Check, CheckContext } from '../check.ts';
import { once } from '../once.ts';
import { ORIGIN_RULE } from './sources.ts';
import { FOREIGN_HOST, FOREIGN_ORIGIN, judgeVisits, type Visits, visit } from './visit.ts';

export const refusesForeignOrigin: Check<Visits> = {
  id: 'browser/refuses-foreign-origin',
  title: 'refuses what a page of another site sends',
  level: 'MUST',
  spec: ORIGIN_RULE,
  per: 'era',
  needsToken: true,
  part: 'negative',
  passes:
    "The good token is sent with the Origin of a stranger's site, and with one that begins like the server's own. Both have to come to 403.",
  fails:
    'Letting such a page in fails on this machine and in private networks and is a warning at a public server, which may have opened itself on purpose. So is another refusal than 403 since revision 2025-11-25.',
  cannotKnow: 'Which other sites the server lets in on purpose.',
  fix: 'Compare the Origin header of every request with a list of the sites that may call the server, as whole origins, and answer 403 to all others before the token is looked at.',
  observe: strangers,
  judge: judgeVisits,
};

/** Once per era: another check looks at the headers of the same answers. */
export function strangers(context: CheckContext): Promise<Visits> {
  const { hostname, protocol } = new URL(context.evidence.target.url);
  const name = hostname.startsWith('[') ? 'localhost' : hostname;
  return once(context, `browser/strangers:${context.era}`, () =>
    visit(context, [
      { origin: FOREIGN_ORIGIN, sent: `The good token from a page of ${FOREIGN_ORIGIN}` },
      {
        origin: `${protocol}//${name}.${FOREIGN_HOST}`,
        sent: "The good token from a page of a site whose name begins with the server's",
      },
    ]),
  );
}
