import type { KnownRule } from '../../known-rule.ts';
import { audienceNotChecked } from './audience-not-checked.ts';
import { bindingNotChecked } from './binding-not-checked.ts';
import { expiryNotChecked } from './expiry-not-checked.ts';
import { issuerNotChecked } from './issuer-not-checked.ts';
import { openDoor } from './open-door.ts';
import { refusesInTheWrongWay } from './refuses-in-the-wrong-way.ts';
import { sideDoor } from './side-door.ts';
import { signatureNotChecked } from './signature-not-checked.ts';
import { tokenNotRead } from './token-not-read.ts';

/** What was let in that must be refused. The more telling ones first. */
export const doorRules: readonly KnownRule[] = [
  openDoor,
  sideDoor,
  tokenNotRead,
  signatureNotChecked,
  issuerNotChecked,
  audienceNotChecked,
  expiryNotChecked,
  bindingNotChecked,
  refusesInTheWrongWay,
];
