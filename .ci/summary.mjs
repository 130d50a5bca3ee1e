// Prints what vitest's JSON results came to: `summary.mjs EXIT-CODE FILE...`. The last line is `N passed, N failed`.
// Exits 1 when that is no success: something failed, or one of the runs did not finish or had nothing to run.
import { existsSync, readFileSync } from 'node:fs';

const [code, ...files] = process.argv.slice(2);
const runs = files.map((file) =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).testResults : undefined,
);
const testResults = runs.flatMap((results) => results ?? []);
const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
const passed = tests.filter(({ status }) => status === 'passed').length;
const failedTests = tests.filter(({ status }) => status === 'failed').length;
/** Files that broke outside their tests: a module that cannot be loaded, a hook that threw. */
const broken = testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
);
for (const { fullName, status } of tests) {
  if (status !== 'passed' && status !== 'failed') process.stdout.write(`not run (${status}): ${fullName}\n`);
}
for (const { name, message } of broken) process.stdout.write(`broken: ${name}: ${message}\n`);
const unfinished = runs.filter((results) => results === undefined || results.length === 0).length;
if (unfinished > 0)
  process.stdout.write(`${unfinished} of ${files.length} runs did not finish (exit ${code})\n`);

// An error between tests, and a run that did not finish, fail without failing a test: they count as one each.
const known = failedTests + broken.length + unfinished;
const failed = known === 0 && code !== '0' ? 1 : known;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
