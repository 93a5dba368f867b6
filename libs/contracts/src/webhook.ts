/** Whom changes are told to, how that goes, and what was sent. */
import { type Static, Type } from 'typebox';
import {
  exampleNewWebhook,
  exampleWebhook,
  exampleWebhookDelivery,
  exampleWebhookInput,
  exampleWebhookReplay,
} from './examples.js';
import { instant, nullable, uuid } from './schema.js';

const kind = Type.Unsafe<'movie' | 'actor'>({ type: 'string', enum: ['movie', 'actor'] });

const place = (description: string) => Type.String({ minLength: 1, maxLength: 8_192, description });

export const WebhookInput = Type.Object(
  {
    id: Type.Optional(uuid({ description: 'Made by the server when left out.' })),
    url: Type.String({
      format: 'webhook-url',
      maxLength: 2_048,
      description: 'Where messages are sent: https, without user, password and fragment.',
    }),
    providerId: Type.Optional(
      uuid({
        description:
          'Whose movies to tell of. Left out: of a provider, their own; of an administrator, everybody’s.',
      }),
    ),
    kinds: Type.Optional(
      Type.Array(kind, {
        minItems: 1,
        maxItems: 2,
        uniqueItems: true,
        description: 'What to tell of: movies, where it is left out. Actors are of no provider.',
      }),
    ),
    after: Type.Optional(
      place(
        'Begins after this place: `page.next` of `GET /changes`, or the position that a copy was made at. Left out: now.',
      ),
    ),
  },
  { additionalProperties: false, examples: [exampleWebhookInput] },
);
export type WebhookInput = Static<typeof WebhookInput>;

export const WebhookFailure = Type.Object(
  {
    at: instant(),
    reason: Type.String({ description: 'As in the log of deliveries.' }),
    attempts: Type.Integer({ description: 'That failed since one succeeded; 0: it works again.' }),
    since: nullable<string>(instant({ description: 'Since when none succeeded.' })),
    retryAt: nullable<string>(instant({ description: 'When it is tried again.' })),
  },
  { additionalProperties: false },
);

const properties = {
  id: uuid(),
  ownerId: uuid({ description: 'Who made it.' }),
  url: Type.String(),
  providerId: nullable<string>(uuid({ description: '`null`: it is told of all movies.' })),
  kinds: Type.Array(kind),
  createdAt: instant(),
  state: Type.Unsafe<'active' | 'failing' | 'disabled'>({
    ...{ type: 'string', enum: ['active', 'failing', 'disabled'] },
    description:
      '`failing`: the last attempt failed, and is tried again. `disabled`: nothing is sent until it is replayed, since the receiver ' +
      'answered 410, or its place is older than what is kept.',
  }),
  position: nullable<string>(
    Type.String({
      description:
        'All up to there is done with: an `after`. `null` for a moment after it was made.',
    }),
  ),
  lag: Type.Integer({
    minimum: 0,
    description: 'How many changes came after that position, of all movies, actors and the rest.',
  }),
  lastDeliveredAt: nullable<string>(instant()),
  lastFailure: Type.Unsafe<Static<typeof WebhookFailure> | null>({
    ...WebhookFailure,
    type: ['object', 'null'],
  }),
};

/** A webhook as read: never with its secret. */
export const Webhook = Type.Object(properties, {
  additionalProperties: false,
  examples: [exampleWebhook],
});
export type Webhook = Static<typeof Webhook>;

export const NewWebhook = Type.Object(
  {
    ...properties,
    secret: Type.Optional(
      Type.String({
        description: 'What messages are signed with. Shown here and never again; not by a dry run.',
      }),
    ),
  },
  { additionalProperties: false, examples: [exampleNewWebhook] },
);
export type NewWebhook = Static<typeof NewWebhook>;

export const WebhookReplay = Type.Object(
  { after: place('Sends all that came after this place, once more.') },
  { additionalProperties: false, examples: [exampleWebhookReplay] },
);
export type WebhookReplay = Static<typeof WebhookReplay>;

export const deliveryOutcomes = ['delivered', 'failed', 'given-up', 'disabled'] as const;

export const WebhookDelivery = Type.Object(
  {
    messageId: Type.String({ description: 'The `webhook-id` that was sent.' }),
    kind,
    id: uuid({ description: 'Of the movie or actor.' }),
    at: instant(),
    attempt: Type.Integer({
      description:
        'Counted since the receiver took a message; 0: given up without another attempt.',
    }),
    durationMs: Type.Integer(),
    status: nullable<number>(Type.Integer({ description: 'Of the answer; `null`: none came.' })),
    outcome: Type.Unsafe<(typeof deliveryOutcomes)[number]>({
      ...{ type: 'string', enum: [...deliveryOutcomes] },
    }),
    reason: nullable<string>(
      Type.String({ description: 'Why not: `http-500`, `timeout`, `address-refused`, ….' }),
    ),
  },
  { additionalProperties: false, examples: [exampleWebhookDelivery] },
);
export type WebhookDelivery = Static<typeof WebhookDelivery>;
