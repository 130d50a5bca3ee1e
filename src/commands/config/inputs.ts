import type { Vault } from '../../secret.ts';

/** Everything from which targets are made. */
export interface Inputs {
  readonly flags: TargetFlags;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly vault: Vault;
  readonly readStdin: () => Promise<string>;
  /** Positional arguments: endpoint URLs, or names of targets in the file. */
  readonly targets: readonly string[];
  /** Named with `--config`; otherwise the file is looked for in the working directory. */
  readonly configFile?: string;
  /** Hears what is odd but not wrong: a secret that looks like a secret's id, a file everybody can read. */
  readonly warn?: (message: string) => void;
  /** Milliseconds since the epoch, for a certificate's dates. Default: the system's clock. */
  readonly now?: () => number;
}

/** The flags that name a target and what to demand of it, as commander spells them. */
export interface TargetFlags {
  readonly tenant?: string;
  readonly issuer?: string;
  readonly provider?: string;
  readonly authority?: string;
  readonly clientId?: string;
  readonly clientMetadataUrl?: string;
  readonly clientSecretEnv?: string;
  readonly clientSecretFile?: string;
  readonly clientSecretStdin?: boolean;
  readonly clientAuth?: string;
  readonly certificate?: string;
  readonly privateKey?: string;
  readonly keyId?: string;
  readonly assertionFile?: string;
  readonly assertionEnv?: string;
  readonly federated?: string;
  readonly federatedAudience?: string;
  readonly managedIdentity?: string | true;
  readonly audience?: string;
  readonly scope?: readonly string[];
  readonly resource?: string | boolean;
  readonly tokenEndpoint?: string;
  readonly jwks?: string;
  readonly allowedOrigin?: readonly string[];
  readonly flow?: readonly string[];
  readonly tokenEnv?: string;
  readonly tokenFile?: string;
  readonly tokenStdin?: boolean;
  readonly idTokenFile?: string;
  readonly idTokenEnv?: string;
  readonly idpTokenEndpoint?: string;
  readonly idpClientId?: string;
  readonly idpClientSecretEnv?: string;
  readonly idpClientSecretFile?: string;
  readonly dpop?: boolean;
  readonly library?: string;
  readonly header?: readonly string[];
  readonly protocol?: string;
  readonly timeout?: string;
  readonly port?: string;
  readonly expectTool?: readonly string[];
  readonly call?: readonly string[];
  readonly elicit?: string;
  readonly publicMethod?: readonly string[];
  readonly otherApi?: string;
  readonly expectAud?: string | readonly string[];
  readonly expectIss?: string;
  readonly expectScope?: readonly string[];
  readonly expectRole?: readonly string[];
  /** Only targets of the file with one of these tags. */
  readonly tag?: readonly string[];
  /** `[NAME=]ISSUER`: which issuer may receive which secret of the file. */
  readonly trustIssuer?: readonly string[];
  /** Commands that the file names as sources of secrets may run. */
  readonly allowCommands?: boolean;
  /** Never allowed: taken only so that it can be refused without echoing the value. */
  readonly clientSecret?: string;
  /** Never allowed: taken only so that it can be refused without echoing the value. */
  readonly token?: string;
}
