import { describe, expect, it } from 'vitest';
import { load, refusal, URL_OF_ENDPOINT } from './given.ts';
import { yaml } from './in-folder.ts';

const given = () =>
  yaml(`defaults: { tags: [nightly], expectedFailures: [endpoint/rejects-no-token] }
targets:
  a: { url: https://a.example/mcp }
  b: { url: https://b.example/mcp, tags: [release, eu] }
  c: { url: https://c.example/mcp, tags: [eu], expectedFailures: [] }
`);

describe('tags', () => {
  it.each([
    [['nightly'], ['a']],
    [['eu'], ['b', 'c']],
    [
      ['nightly', 'release'],
      ['a', 'b'],
    ],
  ])('%j picks %j', async (tag, names) => {
    const { targets } = await load({ ...(await given()), flags: { tag } });
    expect(targets.map(({ name }) => name)).toEqual(names);
  });

  it('stand on the target, as the checks that may fail do', async () => {
    const { targets } = await load(await given());
    expect(targets.map(({ tags, expectedFailures }) => [tags, expectedFailures])).toEqual([
      [['nightly'], ['endpoint/rejects-no-token']],
      [['release', 'eu'], ['endpoint/rejects-no-token']],
      [['eu'], []],
    ]);
  });

  it('choose among the targets that are named', async () => {
    const { targets } = await load({ ...(await given()), targets: ['a', 'c'], flags: { tag: ['eu'] } });
    expect(targets.map(({ name }) => name)).toEqual(['c']);
  });

  it.each([
    [
      'one that nobody has, with the nearest',
      { flags: { tag: ['eu', 'nightli'] } },
      'usage.tag_unknown',
      'Did you mean nightly?',
    ],
    [
      'one that is near none, with the list',
      { flags: { tag: ['zzzzzz'] } },
      'usage.tag_unknown',
      'There are: "eu", "nightly", "release".',
    ],
    [
      'one with a URL',
      { flags: { tag: ['eu'] }, targets: [URL_OF_ENDPOINT] },
      'usage.tag_with_url',
      'Leave --tag or the URL away.',
    ],
  ])('%s is refused', async (_, changed, code, hint) => {
    const error = await refusal({ ...(await given()), ...changed });
    expect([error.code, error.hint, error.exit]).toEqual([code, hint, 2]);
  });
});
