/** JSON Schema with the contract's own meaning of text, dates and lengths; reports every fault, in words of ours. */
import type { Fault } from '@marquee/contracts';
import { Ajv, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv';
import type { TSchema } from 'typebox';
import { describeFault } from './fault-texts.js';
import { formats, hasForbiddenCharacters, rules } from './formats.js';
import { readParameters } from './read-parameters.js';

/** Faults in the order found; empty when the value is valid. */
export type Validator = (value: unknown) => readonly Fault[];

/** More faults than anyone reads; the rest is left out. */
const maxFaults = 100;

const ajv = new Ajv({
  allErrors: true,
  useDefaults: true,
  verbose: true, // errors carry the schema's value, which our texts name
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
  validate: (most: number, text: string, within?: AnySchemaObject) =>
    (within?.['x-verbatim'] === true ? text : text.trim()).length <= most,
});
ajv.addKeyword({
  keyword: 'x-text',
  type: 'string',
  validate: (on: boolean, text: string) => !(on && hasForbiddenCharacters(text)),
});
ajv.addKeyword({ keyword: 'x-verbatim', schemaType: 'boolean' });
ajv.addKeyword({
  keyword: 'x-rule',
  type: 'object',
  validate: (name: string, value: Record<string, unknown>) => rules[name]?.(value) ?? true,
});

/** Validates a body, or a part of one; faults carry JSON pointers that begin with `at`. */
export function bodyValidator(
  schema: TSchema | object,
): (value: unknown, at?: string) => readonly Fault[] {
  const compiled = lazily(() => ajv.compile(schema));
  return (value, at = '') =>
    errorsOf(compiled(), value).map((error) => ({
      pointer: at + pathOf(error),
      ...describeFault(error),
    }));
}

/** Validates path parameters, a query or headers, turning their texts into the schema's types in place. */
export function parameterValidator(schema: TSchema | object): Validator {
  const compiled = lazily(() => ajv.compile(schema));
  return (value) => {
    readParameters(schema, value);
    return errorsOf(compiled(), value).map((error) => ({
      parameter: nameOf(pathOf(error)),
      ...(error.keyword === 'type' && Array.isArray(error.data) ? repeated : describeFault(error)),
    }));
  };
}

const repeated = { code: 'repeated', detail: 'It must be given only once.' };

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function errorsOf(validate: ValidateFunction, value: unknown): readonly ErrorObject[] {
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  const mistyped = new Set(errors.filter(isAboutType).map((error) => error.instancePath));
  // What has the wrong type is in no enumeration either: that goes without saying.
  const telling = errors.filter(
    (error) => isAboutType(error) || error.keyword !== 'enum' || !mistyped.has(error.instancePath),
  );
  return telling.slice(0, maxFaults);
}

const isAboutType = (error: ErrorObject) => error.keyword === 'type';

/** The fault's own place: a missing or unknown field is named, not the object around it. */
function pathOf(error: ErrorObject): string {
  const { missingProperty, additionalProperty } = error.params;
  const name: unknown = missingProperty ?? additionalProperty;
  if (typeof name === 'string') return `${error.instancePath}/${escapePointer(name)}`;
  const field = error.keyword === 'x-rule' ? fieldsOfRules[String(error.schema)] : undefined;
  return field === undefined ? error.instancePath : `${error.instancePath}/${field}`;
}

/** The field that is to blame where a rule is broken; without an entry it is the object. */
const fieldsOfRules: Readonly<Record<string, string>> = {
  'year-agrees-with-release-date': 'year',
  'end-date-not-before-start-date': 'endDate',
};

const escapePointer = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

const nameOf = (pointer: string) =>
  pointer.slice(1).split('/', 1)[0]?.replaceAll('~1', '/').replaceAll('~0', '~') ?? '';
