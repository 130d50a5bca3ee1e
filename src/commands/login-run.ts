import { jsonText, renderToken } from '../reporters/index.ts';
import { type Io, styleOf } from './io.ts';
import { keepLogin } from './kept-login.ts';
import type { LoginFlags } from './login.ts';
import { keepsNew, loginStore } from './token-store.ts';
import { withToken } from './with-token.ts';

/** Signs a person in, shows the token and keeps the refresh token for later runs. */
export async function login(io: Io, flags: LoginFlags, name: string | undefined): Promise<number> {
  const flow = flags.device === true ? 'device_code' : 'authorization_code';
  const names = name === undefined ? [] : [name];
  // Nobody is to sign in for a login that cannot be kept.
  if (keepsNew(io.environment, flags)) await loginStore(io, flags).list();
  return withToken(
    io,
    { ...flags, flow: [flow] },
    names,
    async ({ obtained: { step, tokens, token }, findings }) => {
      io.out(
        flags.format === 'json'
          ? `${jsonText({ ...token, findings }, 2)}\n`
          : renderToken(token, io.now(), findings, styleOf(io)),
      );
      await keepLogin(io, step, tokens, flags);
      return 0;
    },
    { fresh: true },
  );
}
