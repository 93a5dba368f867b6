import { startApp } from '@marquee/service';

// Loaded where it is started: a primary process with workers needs none of it.
await startApp('query', async (context) => {
  const { startQuery } = await import('./start-query.js');
  return await startQuery(context);
});
