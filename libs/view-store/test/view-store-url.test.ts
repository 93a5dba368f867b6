import t from 'tap';
import { parseCassandraUrl } from '../src/cassandra/cassandra-url.js';
import { openViewStore } from '../src/index.js';

t.test('a Cassandra URL names hosts, keyspace, datacenter and the rest', async (t) => {
  t.same(
    parseCassandraUrl(
      'cassandra://ann:p%40ss:word@h1,h2:9043/films?datacenter=dc1&consistency=localOne&replication=1',
    ),
    {
      contactPoints: ['h1:9042', 'h2:9043'],
      credentials: { username: 'ann', password: 'p@ss:word' },
      keyspace: 'films',
      datacenter: 'dc1',
      consistency: 'localOne',
      replication: 1,
    },
  );
  t.match(parseCassandraUrl('cassandra://h/films'), {
    credentials: null,
    datacenter: 'datacenter1',
    consistency: 'localQuorum',
    replication: 3,
  });
});

t.test('a wrong URL is refused with what is wrong in it, without the password', async (t) => {
  const wrong: [string, RegExp][] = [
    ['', /neither sqlite: nor cassandra:/],
    ['mssql://h/db', /neither sqlite: nor cassandra:/],
    ['sqlite:', /names no file/],
    ['cassandra://h1:9042', /not of the form/],
    ['cassandra:///films', /not of the form/],
    ['cassandra://h1/', /the keyspace ""/],
    ['cassandra://h1/Films', /the keyspace "Films"/],
    ['cassandra://h1:0/films', /"h1:0" is not host or host:port/],
    ['cassandra://h1:70000/films', /"h1:70000"/],
    ['cassandra://h1,,h2/films', /"" is not host/],
    ['cassandra://ann@h1/films', /the login is not user:password/],
    ['cassandra://h1/films?consistency=most', /consistency "most" is none of one, localOne/],
    ['cassandra://h1/films?replication=0', /the replication "0"/],
    ['cassandra://h1/films?dc=dc1', /there is no parameter "dc"/],
    ["cassandra://h1/films?datacenter=d'c", /cannot be a datacenter/],
  ];
  for (const [url, message] of wrong) t.throws(() => openViewStore(url), { message }, url);
  t.throws(() => openViewStore('cassandra://ann:secret@h1/films?x=1'), {
    message: /^(?!.*secret)/,
  });
});
