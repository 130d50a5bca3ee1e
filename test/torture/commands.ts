/** A command whose calls are made to fail, each in turn. */
export interface TorturedCommand {
  readonly name: string;
  readonly args: readonly string[];
  /** What a run that exits 0 has written, relative to the working directory. */
  readonly writes: readonly string[];
  /** Exit codes beside 0 that a call of this kind may end it with. Documented in docs/cli.md. */
  readonly exits: {
    readonly files: readonly number[];
    readonly network: readonly number[];
  };
  /** Its result on stdout is secret by design: `token`. */
  readonly reveals?: true;
}

/** A command line as it is typed; no argument here has a blank in it. */
const words = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(' '));

const ID = '00000000-0000-4000-8000-000000000001';

export const commands: readonly TorturedCommand[] = [
  {
    name: 'verify',
    args: words(
      'verify --ca ca.pem --checks none --format json',
      '--report json=r.json --report html=r.html --report junit=r.xml --report blob=r.jsonl',
    ),
    writes: ['r.json', 'r.html', 'r.xml', 'r.jsonl'],
    exits: { files: [1, 2, 9], network: [1, 4] },
  },
  {
    name: 'watch',
    args: words(
      'verify machine --ca ca.pem --checks none --format jsonl',
      '--every 10s --times 2 --metrics-file metrics.prom',
    ),
    writes: ['metrics.prom'],
    exits: { files: [1, 2, 9], network: [1, 4] },
  },
  {
    name: 'token',
    args: words('token machine --ca ca.pem --format json'),
    writes: [],
    exits: { files: [2, 9], network: [4, 6] },
    reveals: true,
  },
  {
    name: 'refresh',
    args: words('token person --ca ca.pem --format json --claims'),
    writes: [],
    // 3: the answer to a refresh was lost, and with it perhaps the token.
    exits: { files: [2, 9], network: [3, 4, 6] },
  },
  {
    name: 'login',
    args: words(
      'login person --config login.yaml --ca ca.pem --format json',
      '--timeout 4 --browser ../../browser',
    ),
    writes: [],
    // Without a browser nobody signs in.
    exits: { files: [2, 8, 9], network: [2, 4, 6, 8] },
  },
  {
    name: 'logout',
    args: words('logout person --config login.yaml --ca ca.pem'),
    writes: [],
    exits: { files: [2, 9], network: [4, 6] },
  },
  {
    name: 'call',
    args: words('call machine add a=1 b=2 --ca ca.pem --format json'),
    writes: [],
    exits: { files: [2, 9], network: [4, 6] },
  },
  {
    name: 'decode',
    args: words('decode token.txt --format json'),
    writes: [],
    exits: { files: [2, 9], network: [] },
  },
  {
    name: 'merge',
    args: words('merge blobs --expect 2 --format json --report html=m.html --report blob=m.jsonl'),
    writes: ['m.html', 'm.jsonl'],
    exits: { files: [2, 9], network: [] },
  },
  {
    name: 'export',
    args: words('export k6 machine --ca ca.pem --out load.js'),
    writes: ['load.js'],
    exits: { files: [2, 9], network: [4, 6] },
  },
  {
    name: 'init',
    args: words(
      `init https://calculator.example.com/mcp --no-discover --tenant contoso.com --client-id ${ID}`,
      `--audience ${ID} --out new.yaml --ci github`,
    ),
    writes: ['new.yaml', '.github/workflows/mcp-authcheck.yml'],
    exits: { files: [2, 9], network: [] },
  },
];
