import type { ErrorObject } from '../../../errors.ts';
import { isGuid } from '../../../text/guid.ts';
import type { FlowRequest, Paste } from '../../../types.ts';
import { newSecret } from '../../az/index.ts';
import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found, isEntra } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';

const FIX = 'Change the setting that the message names; nothing was sent with it.';

/** What only showed when the authorization server was known: a library or a credential that does not fit it. */
export const settingsRefused: KnownRule = {
  code: 'settings/refused',
  leg: 'token',
  about: {
    title: 'The settings do not fit this authorization server.',
    cause: 'A library, a credential or a scope is of no use with what the server offers.',
    fix: FIX,
  },
  diagnose: (symptoms) =>
    symptoms.evidence.flows.flatMap(({ error, request }) => {
      if (error?.class !== 'usage') return [];
      const paste = pasteFor(error, request, symptoms);
      return [
        found(summaryOf(error, request), causeOf(error, symptoms), error.hint ?? FIX, {
          ...(paste.length === 0 ? {} : { paste }),
          results: failedSteps(symptoms, request.flow),
        }),
      ];
    }),
};

function summaryOf({ code, message }: ErrorObject, { flow }: FlowRequest): string {
  return code === 'credential.missing'
    ? `The flow ${flow} has no credential: none is set, or the variable that holds it is empty.`
    : message;
}

function causeOf({ code }: ErrorObject, { evidence }: Symptoms): string {
  if (code === 'credential.missing') {
    return 'Without a secret, certificate or assertion the client cannot prove itself: nothing was sent.';
  }
  return code.startsWith('usage.')
    ? `${evidence.profile.title} is certain to refuse this, so nothing was sent.`
    : 'The settings do not fit this authorization server: nothing was sent.';
}

function pasteFor(error: ErrorObject, request: FlowRequest, symptoms: Symptoms): readonly Paste[] {
  const { clientId, scopes = [] } = request;
  const { target } = symptoms.evidence;
  if (!isEntra(symptoms)) return [];
  if (error.code === 'credential.missing' && clientId !== undefined && isGuid(clientId)) {
    return [{ where: 'shell', text: newSecret({ client: clientId }) }];
  }
  const api = target.audience?.replace(/^api:\/\//, '');
  if (api === undefined || !isGuid(api)) return [];
  if (error.code === 'usage.scope_not_default') {
    return [{ where: 'client', text: `CUSTOM_SCOPES=api://${api}/.default` }];
  }
  if (error.code === 'usage.scope_unqualified') {
    const full = scopes.map((scope) =>
      scope.includes('/') || OPENID.includes(scope) ? scope : `api://${api}/${scope}`,
    );
    return [{ where: 'client', text: `CUSTOM_SCOPES="${full.join(' ')}"` }];
  }
  return [];
}

const OPENID: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];
