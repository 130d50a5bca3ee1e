import { BASE } from './base.ts';
import { DIAGRAMS } from './diagrams.ts';
import { FLEET } from './fleet.ts';
import { PARTS } from './parts.ts';
import { PRINT } from './print.ts';

/** The one style sheet of the page. */
export const STYLE = [BASE, PARTS, DIAGRAMS, FLEET, PRINT].join('\n');
