import t from 'tap';
import { isPublicAddress } from '../src/webhooks/public-address.js';

const ours = {
  'this host': ['0.0.0.0', '0.1.2.3', '::'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  'private networks': ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1'],
  'unique local addresses': ['fd00:ec2::254'],
  'link-local addresses': ['169.254.0.1', 'fe80::1', 'fe80::1%eth0'],
  'metadata of clouds': ['169.254.169.254', '168.63.129.16', '100.100.100.200', '192.0.0.192'],
  'carrier-grade NAT': ['100.64.0.1', '100.127.255.255'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  'reserved and broadcast': ['240.0.0.1', '255.255.255.255'],
  'benchmarks and documentation': ['198.18.0.1', '192.0.2.1', '198.51.100.7', '203.0.113.9'],
  'documentation, in IPv6': ['2001:db8::1', '3fff::1'],
  'IPv4 in IPv6': ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1'],
  'IPv4 behind translators': ['64:ff9b::7f00:1', '2002:7f00:1::', '2001:0:7f00:1::'],
  'no address': ['', 'localhost', '127.1', '2130706433', '0x7f000001', 'example.com'],
};

for (const [what, addresses] of Object.entries(ours)) {
  t.test(`${what} is not public`, async (t) => {
    for (const address of addresses) t.notOk(isPublicAddress(address), address);
  });
}

t.test('all others are', async (t) => {
  const others = ['1.1.1.1', '8.8.8.8', '172.15.0.1', '172.32.0.1', '100.63.0.1', '100.128.0.1'];
  const others6 = ['2606:4700::1111', '2a00:1450:4001::1', '2001:4860:4860::8888'];
  for (const address of [...others, ...others6]) t.ok(isPublicAddress(address), address);
});
