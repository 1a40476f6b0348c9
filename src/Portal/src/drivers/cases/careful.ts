import { type Columns, questionOf, withRole } from "../columns";

/** The columns that are in truth the code and the name, or the name's parts. */
export interface Answers {
  code?: number;
  full?: number;
  given?: number;
  family?: number;
}

/** What a careful person confirms: the guess as it is, but for what is asked. A question without an answer fails the test. */
export function carefully(guess: Columns, answers: Answers): Columns {
  let columns = guess;
  for (let question = questionOf(columns); question !== null; question = questionOf(columns)) {
    const before = columns;
    for (const role of question === "code" ? (["code"] as const) : (["full", "given", "family"] as const)) {
      const column = answers[role];
      columns = column === undefined || columns.roles[column] === role ? columns : withRole(columns, column, role);
    }
    if (columns === before) {
      throw new Error(`There is no answer to "${question}": ${JSON.stringify(guess)}`);
    }
  }
  return columns;
}
