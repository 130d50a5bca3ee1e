import type { Check } from '../check.ts';
import { ORIGIN_RULE } from './sources.ts';
import { judgeVisits, type Visits, visit } from './visit.ts';

export const refusesNullOrigin: Check<Visits> = {
  id: 'browser/refuses-null-origin',
  title: 'refuses what a page without an origin of its own sends',
  level: 'MUST',
  spec: [...ORIGIN_RULE, 'derived from RFC 6454 §7.3: any site can make itself "null"'],
  per: 'era',
  needsToken: true,
  part: 'negative',
  passes:
    'The good token is sent with "Origin: null", which every site can send from a sandboxed frame. It has to come to 403.',
  fails:
    'Letting it in fails on this machine and in private networks and is a warning at a public server. So is another refusal than 403 since revision 2025-11-25.',
  fix: 'Take "null" off the list of allowed origins. Where it is there for files or test pages, serve those from an origin of their own.',
  observe: (context) =>
    visit(context, [{ origin: 'null', sent: 'The good token from a page with "Origin: null"' }]),
  judge: judgeVisits,
};
