/** What an interceptor lets a caller see in place of the answer that came. */
export class AnswerPart {
  /** As it came: of a page, what further pages are asked of. */
  readonly whole: unknown;
  readonly shown: unknown;

  private constructor(whole: unknown, shown: unknown) {
    this.whole = whole;
    this.shown = shown;
  }

  /** @param answer an answer, or part of one already */
  static of(answer: unknown, shown: unknown): AnswerPart {
    return new AnswerPart(AnswerPart.wholeOf(answer), shown);
  }

  static wholeOf(answer: unknown): unknown {
    return answer instanceof AnswerPart ? answer.whole : answer;
  }

  static shownOf(answer: unknown): unknown {
    return answer instanceof AnswerPart ? answer.shown : answer;
  }
}
