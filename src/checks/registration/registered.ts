import { quote } from '../../token/index.ts';
import type { ServerAnswer } from '../../types.ts';
import type { CheckContext } from '../check.ts';
import { once } from '../once.ts';
import { clientDocument, isRegistered, registering, type Undone, undo } from '../registering.ts';

/** One good registration, and what became of the client. */
export interface Registered {
  readonly asked: readonly string[];
  readonly answer: ServerAnswer;
  readonly undone: Undone;
}

/** Registers one client as it should be, and deletes it again, once for all checks. */
export function registered(context: CheckContext): Promise<Registered> {
  return once(context, 'registration/good', async () => {
    const document = clientDocument(context);
    const answer = await registering(context).register(document);
    const asked = Array.isArray(document.redirect_uris) ? document.redirect_uris.map(String) : [];
    return { asked, answer, undone: await undo(context, answer) };
  });
}

/** What the registration endpoint said, in one phrase. */
export function describeRegistration(answer: ServerAnswer): string {
  const { status, error } = answer;
  if (isRegistered(answer)) return `${status} with a client id`;
  return error === undefined ? `${status}` : `${status} with error=${quote(error, 60)}`;
}

/** A client that could not be deleted, as a sentence to put behind another one; else nothing. */
export function leftBehind({ members }: ServerAnswer, undone: Undone): string {
  if (undone.how === 'deleted' || undone.how === 'not_needed') return '';
  return ` The client ${quote(String(members.client_id), 80)} stays registered.`;
}
