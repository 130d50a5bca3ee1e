/** What the claims of access tokens mean, for people who do not read tokens every day. */
export const CLAIM_WORDS: Readonly<Record<string, string>> = {
  aud: 'Who the token is for. A server must refuse every token that is not for itself.',
  iss: 'Who issued it. A server must know this issuer and no other.',
  scp: 'What the person let the client do (delegated permissions).',
  scope: 'What the client may do.',
  roles: 'What the client or person may do in its own right (app roles).',
  groups: 'The groups that the person belongs to.',
  sub: 'Who it is about: a person, or with a token for machines the client itself.',
  oid: 'The object id of the person or the enterprise application in the directory.',
  azp: 'The client that got it.',
  appid: 'The client that got it (version 1 of Entra ID’s tokens).',
  client_id: 'The client that got it.',
  cid: 'The client that got it (Okta).',
  azpacr: 'How the client proved itself: 0 not at all, 1 by a secret, 2 by a certificate or assertion.',
  appidacr: 'How the client proved itself: 0 not at all, 1 by a secret, 2 by a certificate or assertion.',
  tid: 'The tenant that the person or client belongs to.',
  ver: 'The version of the token: it decides the form of iss and aud.',
  idtyp: 'Whose token it is: app for machines, user for people.',
  gty: 'The grant by which it was got.',
  name: 'The person’s name, to be shown and never to be compared.',
  preferred_username: 'The person’s sign-in name, to be shown and never to be compared.',
  upn: 'The person’s sign-in name, to be shown and never to be compared.',
  email: 'The person’s address, to be shown and never to be compared.',
  unique_name: 'The person’s name, to be shown and never to be compared.',
  amr: 'How the person signed in.',
  acr: 'How strongly the person was authenticated.',
  auth_time: 'When the person signed in.',
  nonce: 'Ties an ID token to its request. It has no place in an access token.',
  cnf: 'The key that the token is bound to: without it the token is worth nothing.',
  act: 'Who acts on behalf of the subject.',
  jti: 'The token’s own id.',
  uti: 'The token’s own id: the sign-in logs of Entra ID have it.',
  sid: 'The session of the sign-in.',
  exp: 'From when on nobody takes it any more.',
  nbf: 'Before when nobody takes it.',
  iat: 'When it was issued.',
};

/** Entra ID writes these for itself. */
export const ENTRAS_OWN: ReadonlySet<string> = new Set(['aio', 'rh', 'xms_ftd', 'xms_idrel', 'xms_act_fct']);

export const OWN_WORDS = 'For Entra ID’s own use.';
