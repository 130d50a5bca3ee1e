import { describe, expect, it } from 'vitest';
import { rejectsPathVariants, spellings } from '../../../src/checks/coverage/rejects-path-variants.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsPathVariants, {
  'gate-does-not-know-a-slash-more': 'fail',
  'gate-does-not-know-a-slash-before': 'fail',
  'gate-does-not-know-upper-case': 'fail',
  'gate-does-not-know-an-encoded-slash': 'fail',
  'gate-does-not-know-a-path-parameter': 'fail',
  'takes-the-override-header-at-its-word': 'fail',
});

describe('other spellings of an endpoint', () => {
  it.each(['http://127.0.0.1:3000/', 'http://127.0.0.1:3000/mcp', 'https://mcp.example.com/a/b/?x=1'])(
    'of %s are URLs of the same origin',
    (endpoint) => {
      const urls = spellings(endpoint).flatMap(({ request }) => request.url ?? []);
      expect(urls.length).toBeGreaterThan(1);
      for (const url of urls) {
        expect(URL.canParse(url), url).toBe(true);
        expect(new URL(url).origin).toBe(new URL(endpoint).origin);
        expect(url).not.toBe(endpoint);
      }
    },
  );
});
