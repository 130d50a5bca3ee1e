import { AuthcheckError, RunError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import type { ProofOfPossession, TokenRefusal } from '../types.ts';
import { proofHeader } from './proof-header.ts';
import type { SessionPlan } from './session-plan.ts';

/** Tokens that one session may ask for after the one it began with. */
const RENEWALS_PER_SESSION = 3;

/** A token as it is shown to the endpoint. */
export interface Shown {
  readonly token: Secret;
  /** The key that it is bound to: it is then sent as `DPoP`, with a proof. */
  readonly proof?: ProofOfPossession | undefined;
}

/** The token of a conversation and what becomes of it: once renewed, the old one is never sent again. */
export interface Credential {
  /** null: requests carry no token. */
  readonly shown: () => Shown | null;
  /** `Authorization`, and a fresh proof where the token is bound to a key (RFC 9449 §7). */
  readonly headers: (shown: Shown, method: string, url: string) => Promise<Readonly<Record<string, string>>>;
  /** Remembers the nonce that an answer brought, for its origin (RFC 9449 §8.2); true when it brought one. */
  readonly heard: (url: string, nonce: string | null) => boolean;
  /** The endpoint let a request with this token in. */
  readonly accepted: (shown: Shown) => void;
  /**
   * Asks for another token; false: the refusal stands. Requests refused at the same time share one renewal.
   * @throws AuthcheckError of whoever renews
   */
  readonly renew: (refused: Shown, refusal: Omit<TokenRefusal, 'wasAccepted'>) => Promise<boolean>;
  /** New tokens do not help either: no more are asked for in this session. */
  readonly giveUp: () => void;
  /** Another session begins with the token that the last one ended with. */
  readonly begin: () => void;
}

export function createCredential(plan: Pick<SessionPlan, 'token' | 'proof' | 'renew'>): Credential {
  let shown: Shown | null = plan.token === null ? null : { token: plan.token, proof: plan.proof };
  let left = RENEWALS_PER_SESSION;
  let underWay: Promise<boolean> | undefined;
  const accepted = new WeakSet<Shown>();
  const nonces = new Map<string, string>();

  const replace = async (refused: Shown, refusal: TokenRefusal): Promise<boolean> => {
    const renewed = await asked(plan.renew, refusal);
    if (renewed === undefined || isSame(renewed.accessToken, renewed.proof, refused)) return false;
    left -= 1;
    shown = { token: renewed.accessToken, proof: renewed.proof };
    return true;
  };

  return {
    shown: () => shown,
    headers: async ({ token, proof }, method, url) => {
      if (proof === undefined) return { authorization: `Bearer ${token.reveal()}` };
      const dpop = await proofHeader(proof, { method, url, accessToken: token }, nonces);
      return { authorization: `DPoP ${token.reveal()}`, dpop };
    },
    heard: (url, nonce) => {
      if (nonce !== null) nonces.set(new URL(url).origin, nonce);
      return nonce !== null;
    },
    accepted: (token) => void accepted.add(token),
    renew: async (refused, refusal) => {
      if (shown !== refused) return true;
      if (left <= 0) return false;
      underWay ??= replace(refused, { ...refusal, wasAccepted: accepted.has(refused) }).finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
    giveUp: () => {
      left = 0;
    },
    begin: () => {
      left = RENEWALS_PER_SESSION;
    },
  };
}

async function asked(renew: SessionPlan['renew'], refusal: TokenRefusal) {
  try {
    return await renew?.(refusal);
  } catch (error) {
    if (error instanceof AuthcheckError) throw error;
    throw new RunError('internal.unexpected', 'The token could not be renewed.', {
      phase: 'session',
      cause: error,
      hint: 'This is a bug of mcp-authcheck: please report it with the command you ran.',
    });
  }
}

/** A cache may hand out the token that has just been refused. */
function isSame(token: Secret, proof: ProofOfPossession | undefined, refused: Shown): boolean {
  return token.reveal() === refused.token.reveal() && proof === refused.proof;
}
