import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlowContext } from '../../src/flows/flow.ts';
import { flowNamed } from '../../src/flows/index.ts';
import { profileFor, profiles } from '../../src/profiles/index.ts';
import { decodeToken } from '../../src/token/index.ts';
import type { AuthorizationServerMetadata, Target } from '../../src/types.ts';
import { contextOf, discoveryOf, located } from '../flows/world.ts';
import { targetOf } from './support.ts';
import { rows } from './works-with/index.ts';
import type { Played, Visitor } from './works-with/row.ts';

describe('the table "Works with"', () => {
  it('has a row for every kind of authorization server that a profile describes, and each is played here', () => {
    const described = profiles.flatMap(({ name, facts }) =>
      facts.map(({ kind }) => ({ kind, profile: name })),
    );
    expect(rows.map(({ kind, profile }) => ({ kind, profile }))).toEqual(described);
  });
});

describe.each(rows)('$kind', ({ profile: name, start }) => {
  let played: Played;
  let target: Target;
  let metadata: AuthorizationServerMetadata;
  beforeAll(async () => {
    played = await start();
    target = targetOf({ url: 'https://calculator.example.com/mcp', ...played.target });
    metadata = await published(played, target);
  });
  afterAll(() => played.close());

  const get = async (visitor: Visitor, earlier: FlowContext['earlier'] = []) => {
    const { request } = visitor;
    const profile = profileFor(target, undefined, metadata);
    expect(profile.mistake(target, request)).toBeUndefined();
    const context = contextOf({
      http: played.http,
      request,
      target,
      metadata,
      earlier,
      person: { open: (url) => played.open(url).then(() => true) },
    });
    const prm = located(played.resource);
    const discovery = discoveryOf(metadata, { protectedResourceMetadata: prm });
    return await flowNamed(request.flow).run({ ...context, profile, discovery });
  };

  it('is recognised', () => {
    expect(profileFor(target).name).toBe(name);
    const { issuer = '' } = metadata;
    expect(profileFor(targetOf(), issuer).name).toBe(name);
  });

  it.each(['machine', 'person'] as const)('lets a %s in', async (who) => {
    const visitor = played[who];
    const before = played.asked().length;
    const tokens = await get(visitor);
    const token = decodeToken(tokens.accessToken.reveal());
    expect(token).toMatchObject(visitor.token);

    const profile = profileFor(target, undefined, metadata);
    if (token.format === 'jwt') {
      expect(profile.acceptedIssuers(metadata.issuer ?? '')).toContain(token.iss);
      const named = profile.acceptedAudiences(target.audience ?? played.resource.resource ?? '');
      expect(named.some((audience) => token.aud.includes(audience))).toBe(true);
    }
    const asked = played.asked().slice(before);
    if (visitor.sends !== undefined) expect(asked).not.toEqual([]);
    for (const { parameters } of asked) {
      for (const [parameter, value] of Object.entries(visitor.sends ?? {})) {
        const sent = { [parameter]: parameters[parameter] };
        // A code stands for the scopes that it was asked with.
        if (parameter === 'scope' && parameters.grant_type === 'authorization_code') continue;
        expect(sent).toEqual({ [parameter]: value });
      }
    }

    expect(tokens.refreshToken !== undefined).toBe(who === 'person');
    if (who === 'machine') return;
    const again = await get({ ...visitor, request: { flow: 'refresh_token' } }, [
      { request: visitor.request, tokens },
    ]);
    expect(decodeToken(again.accessToken.reveal())).toMatchObject({ aud: token.aud, iss: token.iss });
  });
});

/** The profile's locations in its order, as discovery asks them. */
async function published({ http }: Played, target: Target): Promise<AuthorizationServerMetadata> {
  const profile = profileFor(target);
  const tried = profile.metadataUrls(profile.issuerOf(target) ?? '');
  for (const url of tried) {
    const answer = await http.send({ method: 'GET', url, purpose: 'metadata', phase: 'discovery' });
    if (answer.status === 200) return JSON.parse(answer.body) as AuthorizationServerMetadata;
  }
  throw new Error(`no metadata at ${tried.join(', ')}`);
}
