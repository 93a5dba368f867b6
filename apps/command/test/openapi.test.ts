import t from 'tap';
import { startCommandApi } from './command-fixture.js';

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
  readonly requestBody?: { readonly content: object; readonly required: boolean };
}

/** Where tokens come from: open to everybody. */
const open: readonly unknown[] = ['issueToken', 'publishKeys'];
const secured = [{ bearer: [] }, { login: [] }];

t.test(
  'every operation of the document is named, described, secured, and lists its refusals',
  async (t) => {
    const { app } = await startCommandApi(t);
    const document = (await app.inject('/openapi.json')).json();
    const paths: Record<string, Record<string, Operation>> = document.paths;
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    t.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length);
    for (const { operationId, summary, description, tags, security, responses } of operations) {
      t.ok(operationId && summary && description && tags?.length, `${operationId}`);
      const isOpen = open.includes(operationId);
      const perhaps = operationId === 'createUser' ? [{}] : [];
      t.strictSame(security, isOpen ? [] : [...perhaps, ...secured]);
      for (const status of isOpen ? ['400', '503'] : ['400', '401', '403', '503']) {
        t.match(
          responses[status]?.content,
          { 'application/problem+json': Object },
          `${operationId} ${status}`,
        );
      }
    }
    t.strictSame(Object.keys(paths).sort(), [
      '/.well-known/jwks.json',
      '/actors',
      '/actors/{id}',
      '/comments/{id}',
      '/export',
      '/imports',
      '/imports/{id}',
      '/movies',
      '/movies/batch',
      '/movies/{id}',
      '/movies/{id}/actors/{actorId}',
      '/movies/{id}/comments',
      '/movies/{id}/history',
      '/movies/{id}/plays',
      '/movies/{id}/ratings/{userId}',
      '/movies/{id}/restore',
      '/providers/{id}/statistics',
      '/sessions/events',
      '/subscriptions',
      '/subscriptions/{id}',
      '/token',
      '/users',
      '/users/me',
      '/users/{id}',
      '/webhooks',
      '/webhooks/{id}',
      '/webhooks/{id}/deliveries',
      '/webhooks/{id}/replay',
    ]);
    t.strictSame(Object.keys(paths['/movies/{id}']?.['patch']?.requestBody?.content ?? {}), [
      'application/merge-patch+json',
      'application/json',
    ]);
    t.strictSame(Object.keys(paths['/imports']?.['post']?.requestBody?.content ?? {}), [
      'application/x-ndjson',
      'application/ndjson',
    ]);
    const bodyOf = (path: string) => paths[path]?.['post']?.requestBody;
    t.equal(bodyOf('/movies')?.required, true);
    t.equal(bodyOf('/movies/{id}/plays')?.required, false, 'a play needs no body');
    t.match(Object.keys(document.components.schemas), ['Actor', 'ActorInput']);
  },
);
