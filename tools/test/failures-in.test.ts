import t from 'tap';
import { failuresIn } from '../src/failures-in.js';

const results = `TAP version 14
# Subtest: libs/a.test.js
    # Subtest: fine
        ok 1 - equal
        1..1
    ok 1 - fine # time=3.8ms
    # Subtest: outer
        # Subtest: inner
            ok 1 - equal
            not ok 2 - one is two
              ---
              diff: |
                -2
                +1
              stack: |
                a.test.ts:3:77
              ...
            1..2
        not ok 1 - inner # time=63.9ms
          ---
          at:
            fileName: a.test.ts
          ...
        ok 2 - not yet # SKIP no server
        1..2
    not ok 2 - outer # time=96.2ms
    1..2
not ok 1 - libs/a.test.js # time=167.4ms
# Subtest: libs/b.test.js
    ok 1 - begun
not ok 2 - libs/b.test.js # time=900.1ms
  ---
  signal: SIGKILL
  ...
1..2
`;

t.test('each failed assertion is named with its file, its tests and the difference', async (t) => {
  const [assertion, ...others] = failuresIn(results);
  t.equal(
    assertion,
    ['not ok libs/a.test.js > outer > inner > one is two', '  -2', '  +1', '  a.test.ts:3:77'].join(
      '\n',
    ),
  );
  t.match(others, [/^not ok libs\/b\.test\.js/], 'and a file that ended before its plan');
});

t.test('nothing is named where nothing failed', async (t) => {
  t.same(failuresIn('TAP version 14\nok 1 - fine\n1..1\n'), []);
});
