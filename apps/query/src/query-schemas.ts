/** Parts of the schemas that several routes share. */
import { type ProblemCode, uuid } from '@marquee/contracts';
import { problemResponses } from '@marquee/service';
import { type TProperties, Type } from 'typebox';

/** Unknown parameters are faults. */
export const queryOf = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });

export const idParams = (what: string) =>
  Type.Object({ id: uuid({ description: `Id of the ${what}.` }) });

export const readHeaders = Type.Object({
  'consistency-token': Type.Optional(
    Type.String({
      description:
        'From the answer to a write: this read sees that write, or is 503 `view-behind`.',
    }),
  ),
  prefer: Type.Optional(
    Type.String({
      description: 'How long a token may wait: `wait=<seconds>`, 2 when left out, at most 10.',
      examples: ['wait=5'],
    }),
  ),
  'if-none-match': Type.Optional(
    Type.String({ description: 'Entity tags that the caller has: 304 when one still fits.' }),
  ),
});

/** Of reads about persons, which need a token in any case. */
export const secured = [{ bearer: [] }];

export const DEFAULT_LIMIT = 20;

export const pageParameters = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 100,
      default: DEFAULT_LIMIT,
      description: 'How many items a page may have.',
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      maxLength: 8_192,
      description:
        '`next` or `previous` of an earlier page with the same filters and sort. Not together with `skip`.',
    }),
  ),
  skip: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 10_000,
      description: 'How many items to pass over. Cursors reach any depth at the same cost.',
    }),
  ),
};

const cacheHeaders = {
  ETag: { type: 'string', description: 'Tag of this content, for `If-None-Match`.' },
  'Cache-Control': { type: 'string', description: 'How long the answer may be kept, and by whom.' },
  Vary: { type: 'string', description: 'Request headers that the answer depends on.' },
  'View-Lag': {
    type: 'integer',
    description: 'How far the view may be behind the write model, in milliseconds.',
  },
  'X-Request-Id': { type: 'string', description: 'Names this request, in our logs too.' },
};

const linkHeader = {
  Link: { type: 'string', description: 'RFC 8288: `first`, `next` and `prev` page.' },
};

/** Responses of a route: 200 with this body, 304, and the refusals. */
export function responsesOf(
  body: object,
  options: { readonly description: string; readonly isPage?: boolean },
  ...refusals: readonly ProblemCode[]
) {
  return {
    200: {
      description: options.description,
      headers: options.isPage ? { ...cacheHeaders, ...linkHeader } : cacheHeaders,
      content: { 'application/json': { schema: body } },
    },
    304: { description: 'What the caller has is still right.', type: 'null' },
    ...problemResponses(
      'invalid-input',
      'invalid-token',
      'unauthorized',
      'forbidden',
      ...refusals,
      'rate-limited',
      'view-behind',
      'unavailable',
      'overloaded',
      'headers-too-large',
    ),
  };
}
