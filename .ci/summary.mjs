// Prints what vitest's JSON result came to; the last line is `N passed, N failed`. Exits 1 when that is no
// success: something failed, or nothing ran.
import { existsSync, readFileSync } from 'node:fs';

const [file, code] = process.argv.slice(2);
const finished = existsSync(file);
const { testResults } = finished ? JSON.parse(readFileSync(file, 'utf8')) : { testResults: [] };
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
if (!finished) process.stdout.write(`stopped before the tests (exit ${code})\n`);

// An error between tests fails the run without failing a test: it counts as one.
const known = failedTests + broken.length;
const failed = known === 0 && code !== '0' ? 1 : known;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
