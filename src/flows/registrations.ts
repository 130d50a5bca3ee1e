import { AuthcheckError } from '../errors.ts';
import type { Registration, Registrations } from '../types.ts';

/**
 * Registered clients of this run, and of earlier ones where `backing` keeps them. A backing that fails (a home
 * that cannot be written, a file open to others) costs a notice and its help, not the run.
 */
export function createRegistrations(
  backing?: Registrations,
  onNotice: (message: string) => void = () => undefined,
): Registrations {
  let kept: readonly Registration[] = [];
  let forgotten: readonly { readonly issuer: string; readonly clientId: string | undefined }[] = [];
  let working = backing;
  const ask = async <T>(work: (store: Registrations) => Promise<T>): Promise<T | undefined> => {
    if (working === undefined) return undefined;
    try {
      return await work(working);
    } catch (error) {
      if (!(error instanceof AuthcheckError)) throw error;
      working = undefined;
      onNotice(`Registered clients are not kept for later runs. ${error.message}`);
      return undefined;
    }
  };
  const without = (issuer: string, clientId?: string) => kept.filter((one) => !is(one, { issuer, clientId }));
  return {
    find: async (issuer, fits = () => true) =>
      kept.findLast((one) => one.issuer === issuer && fits(one)) ??
      (await ask((store) =>
        store.find(issuer, (one) => fits(one) && !forgotten.some((gone) => is(one, gone))),
      )),
    keep: async (registration) => {
      kept = [...without(registration.issuer, registration.clientId), registration];
      await ask((store) => store.keep(registration));
    },
    forget: async (issuer, clientId) => {
      kept = without(issuer, clientId);
      // Also where the backing cannot: what was forgotten does not come back in this run.
      forgotten = [...forgotten, { issuer, clientId }];
      await ask((store) => store.forget(issuer, clientId));
    },
  };
}

function is(
  registration: Registration,
  named: { readonly issuer: string; readonly clientId: string | undefined },
): boolean {
  return (
    registration.issuer === named.issuer &&
    (named.clientId === undefined || named.clientId === registration.clientId)
  );
}
