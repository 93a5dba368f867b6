import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Import, Rejected, uuid } from '@marquee/contracts';
import { checkSelf } from '@marquee/domain';
import { callerOf } from '@marquee/service';
import type { CommandDeps } from '../command-deps.js';
import { paramsOf, secured } from '../command-schemas.js';
import { privateHeaders, privateResponses, sendPrivately } from '../reads/private-answer.js';
import { importAsRead } from './shown-import.js';

const schema = {
  operationId: 'getImport',
  summary: 'How far an import is, and what became of its rows',
  description:
    'Of whoever uploaded it, and of administrators, for 30 days from the upload on; any command app answers. `state` is `done` when every row is ' +
    'stored or refused; readers see the last of them within `View-Lag`.',
  tags: ['imports'],
  security: secured,
  params: paramsOf({ id: uuid({ description: 'Id of the import.' }) }),
  headers: privateHeaders,
  response: privateResponses(
    { description: 'The import as it stands.', body: Import },
    'import-not-found',
  ),
};

export const getImportRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.get('/imports/:id', { schema }, async (request, reply) => {
    const id = request.params.id.toLowerCase();
    const { imports } = deps.writeStore;
    const found = await imports.find(id);
    if (found === null) throw new Rejected('import-not-found');
    checkSelf(found.providerId, callerOf(request), 'It is the import of another provider.');
    return sendPrivately(reply, importAsRead(found, await imports.refusals(id)));
  });
};
