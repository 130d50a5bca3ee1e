/** Whoever answers: a person at a terminal, or a test. Every question ends with an answer or {@link Cancelled}. */
export interface Asker {
  readonly begin: (title: string) => void;
  /** A line between the questions. */
  readonly say: (text: string) => void;
  readonly warn: (text: string) => void;
  readonly text: (question: TextQuestion) => Promise<string>;
  readonly yes: (question: { readonly message: string; readonly initial: boolean }) => Promise<boolean>;
  readonly one: (question: ChoiceQuestion) => Promise<string>;
  readonly some: (
    question: Omit<ChoiceQuestion, 'initial'> & { readonly initial: readonly string[] },
  ) => Promise<readonly string[]>;
  readonly end: (text: string) => void;
}

export interface TextQuestion {
  readonly message: string;
  /** Shown grey while nothing is typed. */
  readonly example?: string;
  /** Stands there already and can be changed. */
  readonly initial?: string;
  /** What is wrong with an answer, in one sentence; undefined: nothing. */
  readonly wrong?: (answer: string) => string | undefined;
}

export interface ChoiceQuestion {
  readonly message: string;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly hint?: string }[];
  readonly initial: string;
}

/** The person pressed Ctrl-C or Escape. */
export class Cancelled extends Error {}
