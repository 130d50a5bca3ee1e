/** The flags of `init`, as commander spells them. What questions bring is put in the same place. */
export interface InitFlags {
  readonly name?: string;
  readonly provider?: string;
  readonly tenant?: string;
  readonly issuer?: string;
  readonly authority?: string;
  readonly audience?: string;
  readonly flow?: readonly string[];
  readonly clientId?: string;
  readonly personClientId?: string;
  readonly clientSecretEnv?: string;
  readonly clientSecretFile?: string;
  readonly certificate?: string;
  readonly federated?: string;
  readonly scope?: readonly string[];
  readonly port?: string;
  readonly expectScope?: readonly string[];
  readonly expectRole?: readonly string[];
  readonly expectTool?: readonly string[];
  readonly call?: readonly string[];
  readonly ci?: string;
  readonly out: string;
  readonly force?: boolean;
  /** false: the endpoint is not asked. */
  readonly discover?: boolean;
  readonly ca?: string;
  readonly proxy?: string;
}
