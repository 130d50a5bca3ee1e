import { jsonText, renderToken } from '../reporters/index.ts';
import { type Io, styleOf } from './io.ts';
import { loginKey, loginStore } from './kept-login.ts';
import type { LoginFlags } from './login.ts';
import { withToken } from './with-token.ts';

/** Signs a person in, shows the token and keeps the refresh token for later runs. */
export async function login(io: Io, flags: LoginFlags, name: string | undefined): Promise<number> {
  const flow = flags.device === true ? 'device_code' : 'authorization_code';
  const names = name === undefined ? [] : [name];
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
      if (tokens.refreshToken === undefined) {
        io.err('No refresh token came, so nothing was kept: ask for the scope offline_access.\n');
        return 0;
      }
      await loginStore(io).put(loginKey(step), { refreshToken: tokens.refreshToken });
      io.err('The refresh token is kept for later runs; mcp-authcheck logout forgets it.\n');
      return 0;
    },
    { fresh: true },
  );
}
