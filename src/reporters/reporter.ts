import type { Report } from '../types.ts';

/** How a text may look. Only terminals get colour; `unicode: false` is for those that cannot show ✔. */
export interface RenderOptions {
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
  readonly unicode: boolean;
}

/** One way of writing a report down. Pure; redaction happens where the text leaves. */
export interface Reporter {
  /** As in `--format NAME` and `--report NAME=FILE`. */
  readonly name: string;
  readonly summary: string;
  /** The whole text, with a line break at its end. */
  readonly render: (report: Report, options: RenderOptions) => string;
}
