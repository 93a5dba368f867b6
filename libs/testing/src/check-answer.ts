/** Contract tests: is a real answer one that the OpenAPI document promises? */
import { Ajv2020 } from 'ajv/dist/2020.js';

/** An answer as it came over the wire, and what was asked. */
export interface CheckedAnswer {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

interface Response {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, unknown>>;
}

interface Operation {
  readonly responses?: Readonly<Record<string, Response>>;
}

/** As much of an OpenAPI 3.1 document as is looked at here. */
export interface CheckedDocument {
  readonly paths?: Readonly<Record<string, object>>;
}

/** What we answer, and no more: ids in lower case, instants in UTC with milliseconds. */
const formats: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  country: /^[A-Z]{2}$/,
};

/**
 * What is wrong with the answer by the document, in words; empty when nothing is. Looks at path, method, status, content
 * type, declared headers, and the body by its schema.
 */
export function checkAnswer(document: CheckedDocument, answer: CheckedAnswer): readonly string[] {
  const path = pathOf(document, answer.url);
  if (path === undefined) return [`no path for ${answer.url}`];
  const method = answer.method === 'HEAD' ? 'get' : answer.method.toLowerCase();
  const operations: Readonly<Record<string, Operation>> = { ...document.paths?.[path] };
  const response = operations[method]?.responses?.[answer.status];
  const where = `${answer.method} ${path} ${answer.status}`;
  if (response === undefined) return [`${where} is not in the document`];
  const at = ['paths', path, method, 'responses', String(answer.status), 'content'];
  return [...headerFaults(response, answer), ...bodyFaults(document, { response, answer, at })].map(
    (fault) => `${where}: ${fault}`,
  );
}

/** Literal segments go before parameters: `/movies/batch` is no movie. */
function pathOf(document: CheckedDocument, url: string): string | undefined {
  const asked = url.split('?', 1)[0] ?? '';
  return Object.keys(document.paths ?? {})
    .filter((path) => patternOf(path).test(asked))
    .sort((a, b) => parametersIn(a) - parametersIn(b))[0];
}

const patternOf = (path: string) =>
  new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`);
const parametersIn = (path: string) => path.split('{').length;

function headerFaults({ headers = {} }: Response, answer: CheckedAnswer): readonly string[] {
  return Object.keys(headers)
    .filter((name) => answer.headers[name.toLowerCase()] === undefined)
    .map((name) => `the header ${name} is missing`);
}

function bodyFaults(
  document: CheckedDocument,
  {
    response,
    answer,
    at,
  }: {
    readonly response: Response;
    readonly answer: CheckedAnswer;
    readonly at: readonly string[];
  },
): readonly string[] {
  const { content = {} } = response;
  if (Object.keys(content).length === 0) return answer.body === '' ? [] : ['it has a body'];
  const type = String(answer.headers['content-type'] ?? '').split(';', 1)[0] ?? '';
  if (content[type] === undefined) return [`the content type "${type}" is not in the document`];
  if (answer.method === 'HEAD') return answer.body === '' ? [] : ['it has a body'];
  const validate = validatorOf(document, [...at, type, 'schema']);
  return validate(JSON.parse(answer.body));
}

type Validate = (value: unknown) => readonly string[];
const compiled = new WeakMap<CheckedDocument, Map<string, Validate>>();

/** Compiled once for each document and place: tests check thousands of answers. */
function validatorOf(document: CheckedDocument, at: readonly string[]): Validate {
  const known = compiled.get(document) ?? new Map<string, Validate>();
  compiled.set(document, known);
  const pointer = at.map((part) => encodeURIComponent(escapePointer(part))).join('/');
  const validate = known.get(pointer) ?? compile(document, pointer);
  known.set(pointer, validate);
  return validate;
}

const escapePointer = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');

function compile(document: CheckedDocument, pointer: string): Validate {
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateSchema: false });
  for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format);
  ajv.addSchema({ ...document }, 'openapi');
  const validate = ajv.compile({ $ref: `openapi#/${pointer}` });
  return (value) => {
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`,
    );
  };
}
