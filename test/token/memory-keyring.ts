import type { KeyringPackage } from '../../src/token/keychain.ts';

export interface MemoryKeyring {
  readonly package: KeyringPackage;
  /** By account. */
  readonly secrets: Map<string, Uint8Array>;
  /** Called before every call on the keychain; what it throws, the keychain throws. */
  before: (call: 'get' | 'set' | 'delete', account: string) => unknown;
}

/** The package as it behaves on Windows: a secret has at most 2,560 bytes. */
export function memoryKeyring(): MemoryKeyring {
  const secrets = new Map<string, Uint8Array>();
  const keyring: MemoryKeyring = {
    secrets,
    before: () => undefined,
    package: {
      AsyncEntry: class {
        readonly #account: string;
        constructor(service: string, account: string, options?: unknown) {
          const only = JSON.stringify(options);
          if (service !== 'mcp-authcheck' || only !== '{"linux":{"store":"secret-service"}}') {
            throw new Error(`not a keychain that lasts: ${service} ${only}`);
          }
          this.#account = account;
        }
        async getSecret() {
          await keyring.before('get', this.#account);
          const secret = secrets.get(this.#account);
          return secret === undefined ? null : [...secret];
        }
        async setSecret(secret: Uint8Array) {
          await keyring.before('set', this.#account);
          if (secret.length > 2_560) throw new Error(`Value is longer than the platform limit of 2560 bytes`);
          secrets.set(this.#account, Uint8Array.from(secret));
        }
        async deleteCredential() {
          await keyring.before('delete', this.#account);
          return secrets.delete(this.#account);
        }
      },
    },
  };
  return keyring;
}
