/** JSON Schema with the contract's own meaning of text, dates and lengths; reports every fault, in words of ours. */
import type { Fault } from '@marquee/contracts';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { TSchema } from 'typebox';
import { formats, hasForbiddenCharacters, rules } from './formats.js';

/** Faults in the order found; empty when the value is valid. Coercing validators change the value in place. */
export type Validator = (value: unknown) => readonly Fault[];

/** More faults than anyone reads; the rest is left out. */
const maxFaults = 100;

function createAjv(coerceTypes: boolean): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    coerceTypes,
    useDefaults: true,
    strict: false,
    messages: false,
  });
  for (const [name, check] of Object.entries(formats)) ajv.addFormat(name, check);
  // Lengths count UTF-16 units after trimming, as the stores do, not code points.
  ajv.removeKeyword('minLength').removeKeyword('maxLength');
  ajv.addKeyword({
    keyword: 'minLength',
    type: 'string',
    validate: (least: number, text: string) => text.trim().length >= least,
  });
  ajv.addKeyword({
    keyword: 'maxLength',
    type: 'string',
    validate: (most: number, text: string) => text.trim().length <= most,
  });
  ajv.addKeyword({
    keyword: 'x-text',
    type: 'string',
    validate: (on: boolean, text: string) => !(on && hasForbiddenCharacters(text)),
  });
  ajv.addKeyword({
    keyword: 'x-rule',
    type: 'object',
    validate: (name: string, value: Record<string, unknown>) => rules[name]?.(value) ?? true,
  });
  return ajv;
}

const forBodies = createAjv(false);
const forParameters = createAjv(true);

/** Validates a body, or a part of one; faults carry JSON pointers that begin with `at`. */
export function bodyValidator(
  schema: TSchema | object,
): (value: unknown, at?: string) => readonly Fault[] {
  const compiled = lazily(() => forBodies.compile(schema));
  return (value, at = '') =>
    faultsOf(compiled(), value, (error) => ({ pointer: at + pathOf(error) }));
}

/** Validates path parameters, a query or headers, turning their texts into the schema's types in place. */
export function parameterValidator(schema: TSchema | object): Validator {
  const compiled = lazily(() => forParameters.compile(schema));
  return (value) =>
    faultsOf(compiled(), value, (error) => ({ parameter: pathOf(error).split('/')[1] ?? '' }));
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function faultsOf(
  validate: ValidateFunction,
  value: unknown,
  where: (error: ErrorObject) => Pick<Fault, 'pointer' | 'parameter'>,
): readonly Fault[] {
  if (validate(value)) return [];
  const faults = (validate.errors ?? []).slice(0, maxFaults).map((error) => ({
    ...where(error),
    ...describe(error),
  }));
  return faults;
}

/** The fault's own place: a missing or unknown field is named, not the object around it. */
function pathOf(error: ErrorObject): string {
  const { missingProperty, additionalProperty } = error.params;
  const name: unknown = missingProperty ?? additionalProperty;
  if (typeof name === 'string') return `${error.instancePath}/${escapePointer(name)}`;
  if (error.keyword === 'x-rule' && error.schema === 'year-agrees-with-release-date') {
    return `${error.instancePath}/year`;
  }
  return error.instancePath;
}

const escapePointer = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

function describe(error: ErrorObject): { code: string; detail: string } {
  const { params } = error;
  switch (error.keyword) {
    case 'required':
      return { code: 'required', detail: 'It is required.' };
    case 'additionalProperties':
      return { code: 'unknown', detail: 'There is no such field or parameter here.' };
    case 'type':
      return { code: 'wrong-type', detail: `It must be ${[params['type']].flat().join(' or ')}.` };
    case 'enum':
      return {
        code: 'not-allowed',
        detail: `It must be one of ${params['allowedValues'].join(', ')}.`,
      };
    case 'minLength':
      return {
        code: 'too-short',
        detail: `It needs at least ${error.schema} characters that are not blank.`,
      };
    case 'maxLength':
      return { code: 'too-long', detail: `It may have at most ${error.schema} characters.` };
    case 'minItems':
      return { code: 'too-few', detail: `It needs at least ${params['limit']} entries.` };
    case 'maxItems':
      return { code: 'too-many', detail: `It may have at most ${params['limit']} entries.` };
    case 'minimum':
      return { code: 'too-small', detail: `It must be at least ${params['limit']}.` };
    case 'maximum':
      return { code: 'too-large', detail: `It must be at most ${params['limit']}.` };
    case 'multipleOf':
      return { code: 'not-a-step', detail: `It must be a multiple of ${params['multipleOf']}.` };
    case 'format':
      return {
        code: `not-a-${params['format']}`,
        detail: `It must be a valid ${params['format']}.`,
      };
    case 'pattern':
      return { code: 'wrong-form', detail: `It must match ${params['pattern']}.` };
    case 'x-text':
      return {
        code: 'forbidden-character',
        detail: 'It must be well-formed Unicode without control characters but newline and tab.',
      };
    case 'x-rule':
      return ruleFault(String(error.schema));
    default:
      return { code: 'invalid', detail: `It fails "${error.keyword}".` };
  }
}

function ruleFault(rule: string): { code: string; detail: string } {
  switch (rule) {
    case 'actor-id-or-name':
      return { code: 'required', detail: 'It needs an actorId or a name.' };
    case 'year-agrees-with-release-date':
      return { code: 'disagrees', detail: 'It must be the year of releaseDate.' };
    default:
      return { code: 'invalid', detail: `It breaks the rule "${rule}".` };
  }
}
