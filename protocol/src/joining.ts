import { type Static, Type } from '@sinclair/typebox';
import { Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
import { type JoinQuestion, User } from './objects.ts';
import { Hue, Line, Text, Timestamp } from './text.ts';

export const JoinAnswer = Type.Object(
  { question: Line(LIMITS.joinQuestionLength, 'The label of a question'), answer: Text(LIMITS.joinAnswerLength) },
  { $id: 'JoinAnswer', additionalProperties: false },
);
export type JoinAnswer = Static<typeof JoinAnswer>;

export const JoinRequest = Type.Object(
  {
    community: Type.Object({ id: Snowflake, name: Line(LIMITS.nameLength), hue: Hue }),
    user: User,
    answers: Type.Array(JoinAnswer, { maxItems: LIMITS.joinQuestions }),
    status: Type.Union([
      Type.Literal('waiting'),
      Type.Literal('approved'),
      Type.Literal('refused'),
      Type.Literal('withdrawn'),
    ]),
    reason: Type.Union([Line(LIMITS.reasonLength), Type.Null()], { description: 'Of a refusal' }),
    created_at: Timestamp,
  },
  { $id: 'JoinRequest', description: 'That someone wants to join a community which asks questions' },
);
export type JoinRequest = Static<typeof JoinRequest>;

/**
 * What is wrong with answers to a form: a required one that is missing, one to a question that is not asked, a choice
 * that is none.
 *
 * @returns a sentence; null when all is right.
 */
export function answerProblem(questions: readonly JoinQuestion[], answers: readonly JoinAnswer[]): string | null {
  const given = new Map(answers.map(({ question, answer }) => [question, answer]));
  if (given.size !== answers.length) return 'Answer each question once.';
  for (const { label, required, type, choices } of questions) {
    const answer = given.get(label);
    given.delete(label);
    if (answer === undefined) {
      if (required) return `Answer the question "${label}".`;
    } else if (type === 'choice' && !choices?.includes(answer)) return `Choose one of the answers to "${label}".`;
  }
  return given.size === 0 ? null : 'The questions have changed. Load them again.';
}
