/** Messages in the form of Standard Webhooks: what is sent, and how it is signed. */
import { createHmac, randomBytes } from 'node:crypto';
import { type Change, changeJson } from '@marquee/change-feed';
import type { FeedPlace } from '@marquee/contracts';
import { type Sealer, sealPlace } from '@marquee/service';

export interface WebhookMessage {
  /** The same of the same change, whenever and to whomever it is sent. */
  readonly id: string;
  readonly change: Change;
  readonly body: string;
}

export function messageOf(change: Change, beganAt: number, sealer: Sealer): WebhookMessage {
  const { position, kind, at, json } = change;
  const place: FeedPlace = { beganAt, position };
  const head = JSON.stringify({
    type: `${kind}.${json === null ? 'deletion' : 'upsert'}`,
    timestamp: new Date(at).toISOString(),
    position: sealPlace(sealer, place),
  });
  const body = `${head.slice(0, -1)},"data":${changeJson(change)}}`;
  return { id: messageId(place), change, body };
}

export const messageId = ({ beganAt, position }: FeedPlace) => `change-${beganAt}-${position}`;

const prefix = 'whsec_';

export const newSecret = () => `${prefix}${randomBytes(32).toString('base64')}`;

/** @param now milliseconds since 1970 */
export function signedHeaders(
  { id, body }: Pick<WebhookMessage, 'id' | 'body'>,
  secret: string,
  now: number,
): Record<string, string> {
  const timestamp = Math.floor(now / 1_000);
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': `${timestamp}`,
    'webhook-signature': `v1,${signature}`,
  };
}
