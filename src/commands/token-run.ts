import { UsageError } from '../errors.ts';
import { jsonText } from '../reporters/index.ts';
import type { Io } from './io.ts';
import { theOne } from './prepare.ts';
import type { TokenFlags } from './token.ts';
import { withToken } from './with-token.ts';

/**
 * Prints the token, or with `--claims` what it says.
 * @throws UsageError `usage.no_token` for a flow that gets none
 */
export async function token(io: Io, flags: TokenFlags, name: string | undefined): Promise<number> {
  return withToken(io, flags, name === undefined ? [] : [name], async ({ prepared, obtained, findings }) => {
    theOne(prepared.targets);
    if (obtained.tokens.tokenType === 'none') {
      throw new UsageError('usage.no_token', 'There is no token to print: --flow none gets none.', {
        hint: 'Name a flow that does: --flow client_credentials or --flow authorization_code',
      });
    }
    if (flags.claims === true) {
      io.out(`${jsonText({ ...obtained.token, findings }, 2)}\n`);
    } else {
      io.reveal(obtained.tokens.accessToken);
    }
    return 0;
  });
}
