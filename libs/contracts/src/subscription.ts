/** What a user has subscribed to, and from when to when. */
import { type Static, Type } from 'typebox';
import {
  exampleSubscription,
  exampleSubscriptionChange,
  exampleSubscriptionInput,
  exampleSubscriptionReplacement,
} from './examples.js';
import { date, instant, nullable, text, uuid } from './schema.js';

const written = {
  plan: text(1, 100, { description: 'Compared exactly, without outer blanks.' }),
  startDate: date({ description: 'The first day.' }),
  endDate: Type.Optional(
    nullable<string>(
      date({ description: 'The last day, not before the first; `null`: none is set.' }),
    ),
  ),
  isActive: Type.Optional(
    Type.Boolean({
      default: true,
      description: 'As whoever writes says it: no day that passes changes it.',
    }),
  ),
};

/** Without its default: what a patch leaves out stays. */
const patched = { ...written, isActive: Type.Optional(Type.Boolean()) };

const ignored = Type.Optional(Type.Unknown({ description: 'Read-only: ignored.' }));
const readOnly = { id: ignored, userId: ignored, version: ignored, createdAt: ignored };

/** The schema has no words for it: see the rule of this name. */
const datesInOrder = { 'x-rule': 'end-date-not-before-start-date' };

export const SubscriptionInput = Type.Object(
  {
    id: Type.Optional(uuid({ description: 'Made by the server when left out.' })),
    userId: uuid({ description: 'Whose it is, for ever.' }),
    ...written,
  },
  { additionalProperties: false, ...datesInOrder, examples: [exampleSubscriptionInput] },
);
export type SubscriptionInput = Static<typeof SubscriptionInput>;

export const SubscriptionReplacement = Type.Object(
  { ...written, ...readOnly },
  { additionalProperties: false, ...datesInOrder, examples: [exampleSubscriptionReplacement] },
);
export type SubscriptionReplacement = Static<typeof SubscriptionReplacement>;

export const SubscriptionPatch = Type.Partial(Type.Object({ ...patched, ...readOnly }), {
  additionalProperties: false,
  ...datesInOrder,
  examples: [exampleSubscriptionChange],
});
export type SubscriptionPatch = Static<typeof SubscriptionPatch>;

/** A subscription as read. */
export const Subscription = Type.Object(
  {
    id: uuid(),
    version: Type.Integer(),
    userId: uuid(),
    plan: Type.String(),
    startDate: date(),
    endDate: nullable<string>(date()),
    isActive: Type.Boolean(),
    createdAt: instant(),
  },
  { additionalProperties: false, examples: [exampleSubscription] },
);
export type Subscription = Static<typeof Subscription>;
