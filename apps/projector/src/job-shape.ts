/** The shape of a job, checked before any of it is applied. Unknown fields pass: a newer relay may send more. */
import {
  type AccessKey,
  ActorRecord,
  type ChangeEvent,
  type ChangeJob,
  type ChangePosition,
  Comment,
  type CoveredWrite,
  Movie,
  type Ranks,
  type RecordType,
  recordTypes,
  roles,
  scopes,
  UserRating,
} from '@marquee/contracts';
import { type TProperties, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';

const open = (properties: TProperties) => Type.Object(properties);
const or = (...schemas: Parameters<typeof Type.Union>[0]) => Type.Union(schemas);
const id = Type.String({ minLength: 1, maxLength: 100 });
const version = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const text = or(Type.String(), Type.Null());
const texts = Type.Array(Type.String());
const position = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const covers = Type.Array(
  open({
    ...{ write: Type.String(), subject: Type.String() },
    position: Type.Optional(position),
  } satisfies Record<keyof CoveredWrite, unknown>),
);
const positions = Type.Optional(
  Type.Array(
    open({ position, version, at: Type.Integer() } satisfies Record<keyof ChangePosition, unknown>),
  ),
);

const numberOrNull = or(Type.Integer(), Type.Null());
/** Older relays send none. */
const ranks = Type.Optional(
  open({ plays: numberOrNull, popularity: numberOrNull } satisfies Record<keyof Ranks, unknown>),
);

const movieKeys = open({
  title: Type.String(),
  releaseDate: text,
  year: numberOrNull,
  addedAt: Type.String(),
  providerId: Type.String(),
  genres: texts,
  tags: texts,
  actorIds: texts,
  ratingCount: Type.Integer(),
  halfStars: Type.Integer(),
  ranks,
});

const sessionKeys = { playerId: Type.String(), country: text, startedAt: text, endedAt: text };

const recordFields: {
  readonly [Type in RecordType]: { readonly record: TSchema; readonly keys: TSchema };
} = {
  comment: {
    record: open(Comment.properties),
    keys: open({ movieId: Type.String(), userId: Type.String(), createdAt: Type.String() }),
  },
  session: {
    record: open({ id, version, sessionId: Type.String(), ...sessionKeys }),
    keys: open(sessionKeys),
  },
  sessionDay: {
    record: open({ id, version, country: Type.String(), day: Type.String() }),
    keys: open({ country: Type.String(), day: Type.String() }),
  },
  rating: {
    record: open(UserRating.properties),
    keys: open({
      ...{ movieId: Type.String(), userId: Type.String() },
      ...{ halfStars: Type.Integer(), ratedOn: Type.String() },
    }),
  },
};

const recordShapes = recordTypes.map((type) => {
  const { record, keys } = recordFields[type];
  const fields = { record: or(record, Type.Null()), befores: Type.Array(keys) };
  return open({ type: Type.Literal(type), id, version, ...fields, covers, positions });
});

const shapes = {
  movie: Compile(
    open({
      id,
      version,
      movie: or(open(Movie.properties), Type.Null()),
      halfStars: Type.Integer(),
      ranks,
      befores: Type.Array(movieKeys),
      ...{ covers, positions },
    }),
  ),
  actor: Compile(
    open({
      id,
      version,
      actor: or(open(ActorRecord.properties), Type.Null()),
      befores: Type.Array(open({ name: Type.String(), birthDate: text })),
      ...{ covers, positions },
    }),
  ),
  totals: Compile(
    open({
      totals: Type.Array(open({ selection: Type.String(), count: Type.Integer(), version })),
      ...{ covers, positions },
    }),
  ),
  key: Compile(
    open({
      ...{ id, version, positions },
      key: open({
        ...{ id, version, hash: Type.String(), subject: Type.String(), revoked: Type.Boolean() },
        former: or(open({ hash: Type.String(), until: Type.Integer() }), Type.Null()),
        role: or(...roles.map((role) => Type.Literal(role))),
        scopes: Type.Array(or(...scopes.map((scope) => Type.Literal(scope)))),
        expiresAt: or(Type.Integer(), Type.Null()),
      } satisfies Record<keyof AccessKey, unknown>),
    }),
  ),
  record: Compile(or(...recordShapes)),
  'rows-gone': Compile(
    open({
      rows: Type.Array(
        open({ table: Type.String(), key: Type.Array(or(Type.String(), Type.Integer())), version }),
      ),
    }),
  ),
  heartbeat: Compile(
    open({
      at: version,
      oldestUnconfirmedAt: or(Type.Number(), Type.Null()),
      version: Type.Optional(version),
      settledPosition: Type.Optional(version),
    }),
  ),
} satisfies Record<ChangeEvent['kind'], unknown>;

const job = Compile(
  open({ publishedAt: Type.Number(), events: Type.Array(open({ kind: Type.String() })) }),
);

/** Whether it is a job at all; its events may still be strange. */
export function isJob(value: unknown): value is ChangeJob {
  return job.Check(value);
}

/** What is wrong with an event, or `null`. */
export function faultOf({ kind, ...rest }: ChangeEvent): string | null {
  if (!Object.hasOwn(shapes, kind)) return `unknown kind of event "${kind}"`;
  const shape = shapes[kind];
  if (shape.Check(rest)) return null;
  const [fault] = shape.Errors(rest);
  return `${kind}${fault?.instancePath ?? ''} ${fault?.message ?? 'is malformed'}`;
}
