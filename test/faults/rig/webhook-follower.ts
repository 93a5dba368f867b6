/** One who keeps a copy of the messages of a webhook, and is out of order itself at times. */
import type { NewWebhook } from '@marquee/contracts';
import { type ReceivedRequest, seededRandom, type TestReceiver } from '@marquee/testing';
import { isSigned, positionOf, takeMessages } from '../../system/follow-catalogue.js';
import { ask } from './ask.js';
import { type Copy, openCopy } from './copy.js';
import { KINDS } from './feed-follower.js';
import { count, type Run } from './run.js';
import type { SeenContents } from './seen-contents.js';

/** Each failure costs the sender a second or more, in which it sends nothing else. */
const FAILS = 0.01;

/** Makes the webhook, which is told of everything after this place. */
export async function startWebhookFollower(
  run: Run,
  { receiver, from, seen }: { receiver: TestReceiver; from: string; seen: SeenContents },
): Promise<Copy> {
  const random = seededRandom(run.seed * 32_452_843);
  const copy = openCopy(run, 'the webhook', seen);
  const take = takeInOrder(run, copy);
  let secret: string | null = null;
  receiver.answer((request, response, message) => {
    const fails = !run.isOver() && random.chance(FAILS);
    // Before it knows the secret it cannot look at anything.
    if (secret === null || (fails && random.chance(0.5))) {
      count(run.tally.excused, 'message refused');
      response.writeHead(500).end();
      return;
    }
    if (!isSigned(message, secret)) {
      run.violations.add('wrong-answer', 'a message whose signature is wrong');
    }
    take(message);
    if (!fails) response.writeHead(204).end();
    else {
      count(run.tally.excused, 'message cut off');
      request.socket.destroy(); // taken, which the sender cannot know
    }
  });
  const [app] = run.commands;
  if (app === undefined) throw new RangeError('there is no app');
  const body = { url: receiver.url, kinds: KINDS.split(','), after: from };
  const question = { method: 'POST', path: '/webhooks', body };
  const made = await ask<NewWebhook>(app, run.bearer, question);
  if (made.status !== 201) throw new Error(`/webhooks: ${made.status} ${made.code}`);
  secret = made.body.secret ?? null;
  return copy;
}

/** What comes again is passed over; what is new comes after all that is known. */
function takeInOrder({ tally, violations }: Run, copy: Copy): (message: ReceivedRequest) => void {
  let last = 0;
  return takeMessages((change, id) => {
    count(tally.reads, 'message');
    copy.put(change);
    if (positionOf(id) < last) violations.add('wrong-page', `message ${id} after ${last}`);
    last = positionOf(id);
  });
}
