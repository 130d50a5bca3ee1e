import { createTokenStore } from '../../src/token/store.ts';
import { plainVault } from './tokens.ts';

/**
 * A process of its own: `store-writer DIRECTORY NAME COUNT` puts COUNT tokens under keys of its own, at once.
 * COUNT 0: only looks. An error is told as one line of JSON on stdout.
 */
const [directory = '', name = '', count = '0', lockWaitMs = '25000'] = process.argv.slice(2);
const vault = plainVault();
const store = createTokenStore({ directory, vault, lockWaitMs: Number(lockWaitMs) });
const key = (n: number) => ({
  issuer: 'https://issuer.example',
  clientId: name,
  resource: String(n),
  flow: 'device_code',
});
try {
  await Promise.all(
    Array.from({ length: Number(count) }, (_, n) =>
      store.put(key(n), { refreshToken: vault.keep(`rt-${name}-${n}`) }),
    ),
  );
  if (count === '0') process.stdout.write(JSON.stringify(await store.list()));
} catch (error) {
  process.stdout.write(JSON.stringify(error));
  process.exitCode = 1;
}
