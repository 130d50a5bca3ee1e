import type { TokenExpectation } from '../../types.ts';
import type { Inputs } from './inputs.ts';
import { splitList } from './text.ts';

/**
 * The scopes that a flow asks for. Entra takes only `<resource>/.default` for client credentials
 * (AADSTS1002012): from a list that is there for other flows as well, or for every program of this
 * environment, a machine gets what it can use. A list that is given for it alone is asked for literally.
 */
export function scopesFor(
  flow: string,
  names: readonly string[],
  { flags, environment, warn }: Inputs,
  entra: boolean,
): readonly string[] | undefined {
  const scopes = splitList(flags.scope ?? [environment.CUSTOM_SCOPES ?? '']);
  if (scopes.length === 0 || flow === 'bearer' || flow === 'none') return undefined;
  const alone = names.every((name) => name === flow);
  if (!entra || flow !== 'client_credentials' || (alone && flags.scope !== undefined)) return scopes;
  const usable = scopes.filter((scope) => scope.endsWith('/.default'));
  if (alone && usable.length < scopes.length) {
    warn?.("CUSTOM_SCOPES names a person's scopes: client credentials ask Entra ID for {API}/.default only.");
  }
  return usable.length === 0 ? undefined : usable;
}

/** At Entra a machine's token has roles and no scopes: with both kinds of flow each demand goes to its kind. */
export function expectationFor(
  flow: string,
  names: readonly string[],
  { flags }: Inputs,
  entra: boolean,
): TokenExpectation | undefined {
  const machine = flow === 'client_credentials';
  const mixed = entra && names.includes('client_credentials') && names.some((name) => PERSONS.has(name));
  const scp = mixed && machine ? [] : splitList(flags.expectScope ?? []);
  const roles = mixed && !machine ? [] : splitList(flags.expectRole ?? []);
  const aud = [flags.expectAud ?? []].flat();
  const expectation: TokenExpectation = {
    ...(aud.length === 0 ? {} : { aud }),
    ...(flags.expectIss === undefined ? {} : { iss: flags.expectIss }),
    ...(scp.length === 0 ? {} : { scp }),
    ...(roles.length === 0 ? {} : { roles }),
  };
  return Object.keys(expectation).length === 0 ? undefined : expectation;
}

const PERSONS: ReadonlySet<string> = new Set(['authorization_code', 'device_code']);
