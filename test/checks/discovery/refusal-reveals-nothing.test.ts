import { expect, test } from 'vitest';
import { refusalRevealsNothing } from '../../../src/checks/discovery/refusal-reveals-nothing.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  refusalRevealsNothing,
  {
    'refusal-with-stack-trace': 'info',
    'refusal-names-its-software': 'info',
  },
  { clients: [] },
);

describeByMutants(
  refusalRevealsNothing,
  { 'refusal-lists-tools': 'info' },
  { clients: ['machine'], converse: true },
);

test.each([
  ['{"error":"unauthorized"}', 'pass'],
  ['Please add a token and try again.', 'pass'],
  ['', 'pass'],
  ['{"message":"sign in","tools":["add"]}', 'info'],
  ['Call open_note with a token', 'info'],
  ['Not reopen_notes', 'pass'],
  ['{"tools":[{"name":"x","inputSchema":{}}]}', 'info'],
  ['{"result":{"serverInfo":{"name":"calc","version":"1"}}}', 'info'],
  ['Traceback (most recent call last):\n  File "/srv/app.py", line 7', 'info'],
  [JSON.stringify({ stack: 'Error: no\n    at gate (/srv/gate.js:1:1)' }), 'info'],
  ['<hr><center>nginx/1.18.0</center>', 'info'],
  ['Look at https://example.com/docs/python', 'pass'],
])('the body %s: %s', (body, verdict) => {
  const observation = { bodies: [body], tools: ['add', 'open_note'], exchanges: [1] };
  expect(refusalRevealsNothing.judge(observation).verdict).toBe(verdict);
});
