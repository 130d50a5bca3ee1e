import { createTokenStore } from '../../src/token/store.ts';
import { plainVault } from './tokens.ts';

/** A process of its own: `store-writer DIRECTORY NAME COUNT` puts COUNT tokens under keys of its own. */
const [directory = '', name = '', count = '0'] = process.argv.slice(2);
const vault = plainVault();
const store = createTokenStore({ directory, vault, lockWaitMs: 25_000 });
for (let n = 0; n < Number(count); n += 1) {
  const key = { issuer: 'https://issuer.example', clientId: name, resource: String(n), flow: 'device_code' };
  await store.put(key, { refreshToken: vault.keep(`rt-${name}-${n}`) });
}
