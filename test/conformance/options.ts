/**
 * How the run is steered, by the environment. Besides these, `CONFORMANCE_PROGRAM` names another `cli.js` than
 * the one in `dist`, for instance that of an installed package.
 */
export interface Options {
  /** `CONFORMANCE_ONLY`: runs of which `REVISION SCENARIO` matches this regular expression. */
  readonly only: RegExp | undefined;
  /** `CONFORMANCE_JOBS`: how many scenarios at a time. */
  readonly jobs: number;
  /** `CONFORMANCE_OUT`: where results are kept; else a temporary folder, which goes when everything passed. */
  readonly out: string | undefined;
}

const DEFAULT_JOBS = 2;

/** @throws Error for a value that cannot be meant */
export function readOptions(environment: NodeJS.ProcessEnv): Options {
  const { CONFORMANCE_ONLY: only, CONFORMANCE_JOBS: jobs, CONFORMANCE_OUT: out } = environment;
  const count = jobs === undefined || jobs === '' ? DEFAULT_JOBS : Number(jobs);
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`CONFORMANCE_JOBS is no number of jobs: ${jobs}`);
  return {
    only: only === undefined || only === '' ? undefined : new RegExp(only, 'u'),
    jobs: count,
    out: out === '' ? undefined : out,
  };
}
