/** How routes describe what they refuse. */
import { Problem, type ProblemCode, problems, Rejected } from '@marquee/contracts';
import { problemOf } from './problem-answers.js';
import { invalidInput } from './validate-requests.js';

interface Example {
  readonly summary: string;
  readonly value: Problem;
}

/** A problem document for each code; OpenAPI documents hold them once and refer to them. */
export const problemExamples = Object.fromEntries(
  Object.keys(problems).map((code) => [code, exampleOf(code as ProblemCode)]), // it has no other keys
) as Readonly<Record<ProblemCode, Example>>;

function exampleOf(code: ProblemCode): Example {
  const rejected =
    code === 'invalid-input'
      ? invalidInput([
          { pointer: '/title', code: 'required', detail: 'It is required.' },
          { pointer: '/runtimeMinutes', code: 'too-small', detail: 'It must be at least 1.' },
        ])
      : new Rejected(code);
  const request = { instance: '/movies', requestId: '0f5c1a52-8e0b-4c6d-9d43-7a61e2b9f0c8' };
  return { summary: problems[code][1], value: problemOf(rejected, request) };
}

/** Response schemas of these refusals, one for each status, naming the codes. For `schema.response`. */
export function problemResponses(...codes: readonly ProblemCode[]): Record<number, object> {
  const statuses = new Set(codes.map((code) => problems[code][0]));
  return Object.fromEntries(
    [...statuses].map((status) => [
      status,
      responseOf(codes.filter((code) => problems[code][0] === status)),
    ]),
  );
}

/** What is answered with one status. */
function responseOf(codes: readonly ProblemCode[]) {
  const description = codes.map((code) => `\`${code}\`: ${problems[code][1]}.`).join(' ');
  const examples = Object.fromEntries(codes.map((code) => [code, problemExamples[code]]));
  return { description, content: { 'application/problem+json': { schema: Problem, examples } } };
}
