/**
 * Validates path, query, headers and body of every route together, so that one answer names all of their faults.
 * Fastify's own validation stops at the first part that fails, so it is switched off.
 */
import { type Fault, Rejected } from '@marquee/contracts';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { isOptionalBody } from './optional-body.js';
import { bodyValidator, parameterValidator } from './validator.js';

const nothing = { type: 'object', additionalProperties: false };

export function validateRequests(app: FastifyInstance): void {
  app.setValidatorCompiler(() => () => true);
  app.addHook('onRoute', (route) => {
    route.preValidation = [requestValidator(route), route.preValidation ?? []].flat();
  });
}

function requestValidator({ schema, url, config }: RouteOptions) {
  const params = url.includes('*') ? () => [] : parameterValidator(schema?.params ?? nothing);
  const query = parameterValidator(schema?.querystring ?? nothing);
  const headers = schema?.headers ? parameterValidator(schema.headers) : () => [];
  // Rows of a stream are looked at one by one, by whoever reads it.
  const isStream = config?.acceptsRows === true;
  const body = schema?.body && !isStream ? bodyValidator(schema.body) : () => [];
  const without = schema?.body && !isOptionalBody(schema.body) ? [missingBody] : [];
  return async (request: FastifyRequest) => {
    const faults: readonly Fault[] = [
      ...params(request.params),
      ...encodingFaults(request.url),
      ...query(request.query),
      ...headers(request.headers),
      ...(request.body === undefined ? without : body(request.body)),
    ];
    if (faults.length > 0) throw invalidInput(faults);
  };
}

const missingBody: Fault = { pointer: '', code: 'required', detail: 'A body is required.' };

/** The query parser keeps what it cannot decode as it is, which would be another text with a meaning of its own. */
function encodingFaults(url: string): readonly Fault[] {
  const query = url.slice(url.indexOf('?') + 1);
  if (!url.includes('?') || !query.includes('%')) return [];
  return query
    .split('&')
    .filter((part) => !isDecodable(part))
    .map((part) => ({
      parameter: part.split('=', 1)[0] ?? '',
      code: 'wrong-encoding',
      detail: 'It must be percent-encoded UTF-8.',
    }));
}

function isDecodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== undefined;
  } catch {
    return false;
  }
}

/** The refusal that names these faults. */
export function invalidInput(faults: readonly Fault[]): Rejected {
  const count = faults.length === 1 ? 'One fault was' : `${faults.length} faults were`;
  return new Rejected('invalid-input', `${count} found in the request.`, faults);
}
