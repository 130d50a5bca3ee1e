import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowNamed } from '../../../src/flows/index.ts';
import { profileFor } from '../../../src/profiles/index.ts';
import { decodeToken } from '../../../src/token/index.ts';
import type { AuthorizationServerMetadata } from '../../../src/types.ts';
import { contextOf, discoveryOf, located } from '../../flows/world.ts';
import { targetOf } from '../support.ts';
import { b2c } from '../works-with/b2c.ts';
import type { Played, Visitor } from '../works-with/row.ts';

let played: Played;
let metadata: AuthorizationServerMetadata;
beforeAll(async () => {
  played = await b2c.start();
  const url = `${String(played.target.issuer)}.well-known/openid-configuration`;
  const answer = await played.http.send({ method: 'GET', url, purpose: 'metadata', phase: 'discovery' });
  metadata = JSON.parse(answer.body) as AuthorizationServerMetadata;
});
afterAll(() => played.close());

describe('msal-node at Azure AD B2C, whose issuer leaves out the policy that its endpoints lie below', () => {
  it.each(['machine', 'person'] as const)('gets the token of a %s from there', async (who) => {
    const visitor: Visitor = played[who];
    const request = { ...visitor.request, library: 'msal' };
    const target = targetOf({ url: 'https://calculator.example.com/mcp', flows: [], ...played.target });
    const open = (url: string) => played.open(url).then(() => true);
    const context = contextOf({ http: played.http, request, target, metadata, person: { open } });
    const protectedResourceMetadata = located(played.resource);
    const tokens = await flowNamed(request.flow).run({
      ...context,
      profile: profileFor(target),
      discovery: discoveryOf(metadata, { protectedResourceMetadata }),
    });
    expect(tokens.library).toBe('msal');
    expect(decodeToken(tokens.accessToken.reveal())).toMatchObject(visitor.token);
  });
});
