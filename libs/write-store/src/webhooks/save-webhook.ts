import { Rejected } from '@marquee/contracts';
import type { WebhookState } from '@marquee/domain';
import { LostRace } from '../engine.js';
import { holdUser } from '../hold-user.js';
import type { Wide } from '../rows.js';
import { floorOf, nextVersion, type Scope } from '../scope.js';
import type { WebhookChange } from '../write-store.js';
import { MAX_WEBHOOKS, movedRow, type WebhookRow, webhookStateOf } from './webhooks.js';

const MAX_OF_OWNER = 10;

export async function lockWebhook(
  { run, statements }: Scope,
  id: string,
): Promise<WebhookState | null> {
  const [row] = await run<WebhookRow>(statements.webhooks.lock, { id });
  return row === undefined ? null : webhookStateOf(row);
}

export async function saveWebhook(
  scope: Scope,
  { before, after }: WebhookChange,
): Promise<WebhookState | null> {
  if (before === null) return after === null ? null : await create(scope, after);
  const { run, statements } = scope;
  if (after === null) {
    const done = await run(statements.webhooks.delete, { id: before.id, before: before.version });
    if (done.length !== 1) throw new LostRace('the webhook changed before it was deleted');
    return null;
  }
  const moved = { ...after, version: nextVersion(scope, before.version) };
  const rows = [{ ...movedRow(moved), before: before.version }];
  const done = await run(statements.webhooks.move, { rows });
  if (done.length !== 1) throw new LostRace('the webhook changed before it was moved');
  return moved;
}

async function create(scope: Scope, webhook: WebhookState): Promise<WebhookState> {
  const { run, statements } = scope;
  const { ownerId: owner, kinds } = webhook;
  if ((await holdUser(scope, owner)) === 'erased') throw new Rejected('user-not-found');
  const [counted] = await run<{ readonly own: Wide; readonly n: Wide }>(statements.webhooks.count, {
    owner,
  });
  if ((await lockWebhook(scope, webhook.id)) !== null) {
    throw new Rejected('already-exists', 'A webhook has this id.');
  }
  if (Number(counted?.own) >= MAX_OF_OWNER) {
    throw new Rejected('too-many-webhooks', `An owner may have ${MAX_OF_OWNER} webhooks.`);
  }
  if (Number(counted?.n) >= MAX_WEBHOOKS) throw new Rejected('too-many-webhooks');
  const made = { ...webhook, version: floorOf(scope) };
  const row = { ...made, ...movedRow(made), kinds: kinds.join(',') };
  await run(statements.webhooks.insert, { rows: [row] });
  return made;
}
