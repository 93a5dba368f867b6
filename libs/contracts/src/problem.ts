/** Every refusal there is: its code, its HTTP status and its title. The docs print this table. */
import { type Static, Type } from 'typebox';

export const problems = {
  'invalid-input': [400, 'The input is not valid'],
  'invalid-json': [400, 'The body is not valid JSON'],
  'invalid-cursor': [400, 'The cursor is not valid here'],
  'invalid-token': [400, 'The consistency token is not valid'],
  unauthorized: [401, 'A valid bearer token is needed'],
  'invalid-credentials': [401, 'No such account, or not its secret'],
  'foreign-request': [403, 'The request does not come from here'],
  forbidden: [403, 'The token does not give this right'],
  'not-found': [404, 'There is nothing here'],
  'movie-not-found': [404, 'There is no such movie'],
  'actor-not-found': [404, 'There is no such actor'],
  'comment-not-found': [404, 'There is no such comment'],
  'rating-not-found': [404, 'This user has not rated this movie'],
  'user-not-found': [404, 'There is no such user'],
  'import-not-found': [404, 'There is no such import'],
  'subscription-not-found': [404, 'There is no such subscription'],
  'webhook-not-found': [404, 'There is no such webhook'],
  'version-not-found': [404, 'No such version of this movie is kept'],
  'not-in-cast': [404, 'The actor is not in the cast of this movie'],
  'method-not-allowed': [405, 'This resource does not know the method'],
  'not-acceptable': [406, 'Nothing acceptable can be sent'],
  'request-timeout': [408, 'The request did not arrive in time'],
  'already-exists': [409, 'One of its identifiers is taken'],
  'email-taken': [409, 'Somebody has this e-mail address'],
  'idempotency-key-busy': [409, 'A request with this key is still under way'],
  'too-many-webhooks': [409, 'No more webhooks can be made'],
  'actor-in-use': [409, "The actor stands in another provider's movies"],
  'changes-expired': [410, 'Changes after this place are kept no longer'],
  'version-mismatch': [412, 'It was changed meanwhile'],
  'body-too-large': [413, 'The body is too large'],
  'uri-too-long': [414, 'The address is too long'],
  'unsupported-media-type': [415, 'The content type is not supported'],
  'idempotency-key-reused': [422, 'The key was used for another request'],
  'rate-limited': [429, 'Too many requests in this time'],
  'headers-too-large': [431, 'The headers are too large'],
  'insufficient-storage': [507, 'There is no room to store it'],
  'internal-error': [500, 'Something went wrong'],
  'view-behind': [503, 'The view has not reached that write yet'],
  unavailable: [503, 'A store does not answer at the moment'],
  overloaded: [503, 'More is asked for than can be served at the moment'],
} as const satisfies Record<string, readonly [status: number, title: string]>;
export type ProblemCode = keyof typeof problems;

export const Fault = Type.Object(
  {
    pointer: Type.Optional(Type.String({ description: 'JSON pointer into the body.' })),
    parameter: Type.Optional(Type.String({ description: 'Name of a parameter or header.' })),
    code: Type.String(),
    detail: Type.String(),
  },
  { additionalProperties: false },
);
export type Fault = Static<typeof Fault>;

/** RFC 9457. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.String(),
    code: Type.String(),
    requestId: Type.String(),
    errors: Type.Optional(Type.Array(Fault)),
  },
  { additionalProperties: false },
);
export type Problem = Static<typeof Problem>;

/** Thrown by rules and stores; the HTTP edge turns the code into a status and a problem document. */
export class Rejected extends Error {
  readonly code: ProblemCode;
  readonly faults: readonly Fault[];

  constructor(code: ProblemCode, detail?: string, faults: readonly Fault[] = []) {
    super(detail ?? problems[code][1]);
    this.name = 'Rejected';
    this.code = code;
    this.faults = faults;
  }
}

/** A store or queue does not answer, or is saturated: the same call may work later (503 with `Retry-After`). */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable';
}
