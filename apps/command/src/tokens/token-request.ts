/** What `POST /token` takes: one form for all grants, of which each needs its own fields. */
import { type Fault, MAX_PASSWORD_LENGTH } from '@marquee/contracts';
import { invalidInput } from '@marquee/service';
import { type Static, Type } from 'typebox';

export const TokenRequest = Type.Object(
  {
    grant_type: Type.Unsafe<'client_credentials' | 'password'>({
      type: 'string',
      enum: ['client_credentials', 'password'],
      description: '`password` for users, `client_credentials` for machines.',
    }),
    username: Type.Optional(
      Type.String({ maxLength: 1_000, description: 'The e-mail address of a user.' }),
    ),
    password: Type.Optional(
      Type.String({ maxLength: MAX_PASSWORD_LENGTH, description: 'The password of that user.' }),
    ),
    client_id: Type.Optional(
      Type.String({
        maxLength: 100,
        description: 'Id of a key that `marquee tokens create` made. Users need none.',
      }),
    ),
    client_secret: Type.Optional(Type.String({ maxLength: 200, description: 'The key itself.' })),
    scope: Type.Optional(
      Type.String({
        maxLength: 200,
        description:
          'Scopes with blanks between them; left out: all that the user or the key has. No more than that is given.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type TokenRequest = Static<typeof TokenRequest>;

/** Both, where both are there. @throws {Rejected} `invalid-input` naming what is missing */
export function bothOf(
  first: readonly [name: string, value: string | undefined],
  second: readonly [name: string, value: string | undefined],
): readonly [first: string, second: string] {
  if (first[1] !== undefined && second[1] !== undefined) return [first[1], second[1]];
  throw invalidInput([first, second].filter(([, value]) => value === undefined).map(missing));
}

const missing = ([name]: readonly [name: string, value: unknown]): Fault => ({
  ...{ pointer: `/${name}`, code: 'required', detail: 'It is required.' },
});
