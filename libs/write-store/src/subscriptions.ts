/** Subscriptions as they are read: one, or the newest of a selection. */
import type { SubscriptionState } from '@marquee/domain';
import type { Transact } from './make-store.js';
import type { Wide } from './rows.js';
import { type PageOptions, type Placed, startOf } from './users.js';

export interface Subscriptions {
  find(id: string): Promise<SubscriptionState | null>;
  /** The newest first, from a place on. */
  page(
    selection: SubscriptionSelection,
    options: PageOptions,
  ): Promise<readonly Placed<SubscriptionState>[]>;
}

/** All that are given must fit. */
export interface SubscriptionSelection {
  readonly userId?: string | undefined;
  readonly plan?: string | undefined;
  readonly isActive?: boolean | undefined;
}

export interface SubscriptionStatements {
  /** @id → row */
  readonly find: string;
  /** @id → row, locked for change */
  readonly lock: string;
  /**
   * @from, @limit, and @user and @plan where the condition names them → rows. A text for each set of conditions, since one that
   * passes over what is not given would find its rows by no index.
   */
  page(direction: PageOptions['direction'], condition: string): string;
  /** @id, @version, @user, @plan, @startDate, @endDate (empty: none), @isActive, @createdAt */
  readonly insert: string;
  /** @id, @before, @version, @plan, @startDate, @endDate (empty: none), @isActive → id */
  readonly update: string;
  /** @id, @before → id */
  readonly delete: string;
  /** @id of a user: deletes all of theirs */
  readonly ofUser: string;
}

export interface SubscriptionRow {
  readonly seq: Wide;
  readonly id: string;
  readonly version: Wide;
  readonly user_id: string;
  readonly plan_name: string;
  readonly start_date: string;
  readonly end_date: string | null;
  readonly is_active: number | boolean;
  readonly created_at: Wide;
}

export function subscriptionsOf(transact: Transact): Subscriptions {
  return {
    async find(id) {
      const [row] = await transact('write', ({ run, statements }) =>
        run<SubscriptionRow>(statements.subscriptions.find, { id }),
      );
      return row === undefined ? null : subscriptionStateOf(row);
    },
    async page(selection, { direction, from, limit }) {
      const { userId: user, plan } = selection;
      const given = {
        ...{ from: from ?? startOf(direction), limit },
        ...(user === undefined ? {} : { user }),
        ...(plan === undefined ? {} : { plan }),
      };
      const rows = await transact('write', ({ run, statements }) =>
        run<SubscriptionRow>(
          statements.subscriptions.page(direction, conditionOf(selection)),
          given,
        ),
      );
      return rows.map((row) => ({ seq: Number(row.seq), value: subscriptionStateOf(row) }));
    },
  };
}

/** One of twelve texts, on either database. */
export function conditionOf({ userId, plan, isActive }: SubscriptionSelection): string {
  return [
    ...(userId === undefined ? [] : [' AND user_id = @user']),
    ...(plan === undefined ? [] : [' AND plan_name = @plan']),
    ...(isActive === undefined ? [] : [` AND is_active = ${isActive ? 1 : 0}`]),
  ].join('');
}

export function subscriptionStateOf(row: SubscriptionRow): SubscriptionState {
  const version = Number(row.version);
  return {
    ...{ id: row.id, version, editedVersion: version, userId: row.user_id },
    ...{ plan: row.plan_name, startDate: row.start_date, endDate: row.end_date },
    isActive: Boolean(row.is_active),
    createdAt: new Date(Number(row.created_at)).toISOString(),
  };
}
