/** What is said of each kind of fault: a code for programs, a sentence for people. */
import type { Fault } from '@marquee/contracts';
import type { ErrorObject } from 'ajv';

type FaultText = Pick<Fault, 'code' | 'detail'>;

/** By keyword of JSON Schema; `limit` is the keyword's value in the schema. */
const texts: Readonly<Record<string, (limit: unknown) => FaultText>> = {
  required: () => ({ code: 'required', detail: 'It is required.' }),
  additionalProperties: () => ({
    code: 'unknown',
    detail: 'There is no such field or parameter here.',
  }),
  type: (types) => ({
    code: 'wrong-type',
    detail: `It must be of type ${[types].flat().join(' or ')}.`,
  }),
  enum: (values) => ({
    code: 'not-allowed',
    detail: `It must be one of ${[values].flat().map(String).join(', ')}.`,
  }),
  minLength: (least) => ({
    code: 'too-short',
    detail: `It needs at least ${counted(least, 'character')} besides outer blanks.`,
  }),
  maxLength: (most) => ({
    code: 'too-long',
    detail: `It may have at most ${counted(most, 'character')}, counted in UTF-16 units.`,
  }),
  minItems: (least) => ({
    code: 'too-few',
    detail: `It needs at least ${least} ${least === 1 ? 'entry' : 'entries'}.`,
  }),
  maxItems: (most) => ({ code: 'too-many', detail: `It may have at most ${most} entries.` }),
  minimum: (least) => ({ code: 'too-small', detail: `It must be at least ${least}.` }),
  maximum: (most) => ({ code: 'too-large', detail: `It must be at most ${most}.` }),
  multipleOf: (step) => ({ code: 'not-a-step', detail: `It must be a multiple of ${step}.` }),
  format: (format) => ({
    code: `${format}`.startsWith('e') ? `not-an-${format}` : `not-a-${format}`,
    detail: `It must be a valid ${format}.`,
  }),
  pattern: (pattern) => ({ code: 'wrong-form', detail: `It must match ${pattern}.` }),
  'x-text': () => ({
    code: 'forbidden-character',
    detail: 'It must be well-formed Unicode without control characters but newline and tab.',
  }),
  'x-rule': (rule) =>
    ruleTexts[String(rule)] ?? { code: 'invalid', detail: `It breaks the rule "${rule}".` },
};

const ruleTexts: Readonly<Record<string, FaultText>> = {
  'actor-id-or-name': { code: 'required', detail: 'It needs an actorId or a name.' },
  'year-agrees-with-release-date': {
    code: 'disagrees',
    detail: 'It must be the year of releaseDate.',
  },
  'end-date-not-before-start-date': {
    code: 'disagrees',
    detail: 'It must not be before startDate.',
  },
};

/** Needs an error of a verbose Ajv. */
export function describeFault({ keyword, schema }: ErrorObject): FaultText {
  return texts[keyword]?.(schema) ?? { code: 'invalid', detail: `It fails "${keyword}".` };
}

const counted = (count: unknown, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
