/** Parts of the schemas that several routes share. */
import { type ProblemCode, uuid } from '@marquee/contracts';
import { problemResponses } from '@marquee/service';
import { type TProperties, Type } from 'typebox';
import { ifMatchPattern } from './if-match.js';

/** Path parameters, each the id of what is named. */
export const movieParams = Type.Object({ id: uuid({ description: 'Id of the movie.' }) });
export const actorParams = Type.Object({ id: uuid({ description: 'Id of the actor.' }) });
export const userParams = Type.Object({ id: uuid({ description: 'Id of the user.' }) });
export const subscriptionParams = Type.Object({
  id: uuid({ description: 'Id of the subscription.' }),
});

export const providerParams = Type.Object({ id: uuid({ description: 'Id of the provider.' }) });
export const webhookParams = Type.Object({ id: uuid({ description: 'Id of the webhook.' }) });

export const paramsOf = <P extends TProperties>(properties: P) => Type.Object(properties);

export const ifMatchHeaders = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      pattern: ifMatchPattern,
      description:
        'Entity tags of versions that the caller has seen: 412 `version-mismatch` when a caller has changed the ' +
        'resource since. Any version from that last change up to the current one fits.',
      examples: ['"1767225600000000"'],
    }),
  ),
});

/** Of every write. */
export const dryRunQuery = Type.Object(
  {
    dryRun: Type.Optional(
      Type.Boolean({
        description:
          'Checks everything and stores nothing: 200 with what would be answered, a removal without a body. Such an answer ' +
          'has no `Consistency-Token`, `ETag` or `Location`, and an `Idempotency-Key` is neither read nor kept.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** A token, or a login by which the documentation gets one. */
export const secured = [{ bearer: [] }, { login: [] }];
/** Of what needs a token in some installations alone. */
export const perhapsSecured = [{}, ...secured];

const tokenHeaders = {
  'Consistency-Token': {
    type: 'string',
    description: 'Sent back with a read, that read sees this write.',
  },
  'X-Request-Id': { type: 'string', description: 'Names this request, in our logs too.' },
  'RateLimit-Policy': {
    type: 'string',
    description: 'How many writes (`q`) a caller may make in how many seconds (`w`).',
    examples: ['"writes";q=1000;w=1'],
  },
  RateLimit: {
    type: 'string',
    description:
      'How many of them are left (`r`), and in how many seconds they are all back (`t`).',
    examples: ['"writes";r=997;t=1'],
  },
};

const replayedHeader = {
  'Idempotency-Replayed': {
    type: 'string',
    description:
      '`true` where this is the answer to an earlier request with the same `Idempotency-Key`.',
  },
};

const resourceHeaders = {
  ...tokenHeaders,
  ETag: { type: 'string', description: 'Of the resource as it is now, for `If-Match`.' },
};

const locationHeader = {
  Location: { type: 'string', description: 'Where the new resource is.' },
};

const refusals = [
  ...(['invalid-input', 'unauthorized', 'forbidden'] as const),
  ...(['rate-limited', 'unavailable', 'overloaded', 'headers-too-large'] as const),
];
const keyRefusals = ['idempotency-key-busy', 'idempotency-key-reused'] as const;
const bodyRefusals = ['invalid-json', 'body-too-large', 'unsupported-media-type'] as const;

const json = (schema: object) => ({ 'application/json': { schema } });

/** Responses of a route that makes something. */
export const createdResponses = (body: object, ...codes: readonly ProblemCode[]) => ({
  201: {
    description: 'The new resource.',
    headers: { ...resourceHeaders, ...locationHeader, ...replayedHeader },
    content: json(body),
  },
  200: { description: 'What a dry run would have made.', content: json(body) },
  ...problemResponses(...refusals, ...bodyRefusals, ...keyRefusals, ...codes),
});

/** Responses of a route that changes something and answers the whole of it. */
export const changedResponses = (body: object, ...codes: readonly ProblemCode[]) => ({
  200: {
    description: 'The resource as it is now; with the version it had when nothing changed.',
    headers: resourceHeaders,
    content: json(body),
  },
  ...problemResponses(...refusals, ...bodyRefusals, ...codes),
});

/** Responses of a route that answers something else than a resource with a version. */
export const answeredResponses = (
  { description, body }: { readonly description: string; readonly body: object },
  ...codes: readonly ProblemCode[]
) => ({
  200: { description, headers: tokenHeaders, content: json(body) },
  ...problemResponses(...refusals, ...bodyRefusals, ...codes),
});

/** As `answeredResponses`, of a route that takes an idempotency key. */
export const keyedResponses = (
  { description, body }: { readonly description: string; readonly body: object },
  ...codes: readonly ProblemCode[]
) => ({
  200: { description, headers: { ...tokenHeaders, ...replayedHeader }, content: json(body) },
  ...problemResponses(...refusals, ...bodyRefusals, ...keyRefusals, ...codes),
});

/** As `keyedResponses`, of a route whose effect is seen a moment later. */
export const acceptedResponses = (
  { description, body }: { readonly description: string; readonly body: object },
  ...codes: readonly ProblemCode[]
) => ({
  202: { description, headers: { ...tokenHeaders, ...replayedHeader }, content: json(body) },
  200: { description: 'What a dry run would have answered.', content: json(body) },
  ...problemResponses(...refusals, ...bodyRefusals, ...keyRefusals, ...codes),
});

/** Responses of a route that removes something. */
export const removedResponses = (...codes: readonly ProblemCode[]) => ({
  200: { description: 'A dry run would have removed it.', type: 'null' },
  204: { description: 'It is gone.', headers: tokenHeaders, type: 'null' },
  ...problemResponses(...refusals, ...bodyRefusals, ...codes),
});

/** What `PATCH` accepts. */
export const mergePatchTypes = ['application/merge-patch+json', 'application/json'];
