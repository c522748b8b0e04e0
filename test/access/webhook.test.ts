import { expect, test } from "vitest";
import { signDelivery, webhookFlaw, webhookSecret } from "../../src/domain/access/webhook.ts";

const isRefused = (url: string, allowsPrivate = false) =>
  webhookFlaw(url, allowsPrivate) !== undefined;

test.each([
  "https://example.com/ess",
  "https://hooks.example.co.kr:8443/a?b=c",
  "https://8.8.8.8/",
  "https://[2606:4700::1111]/",
  "https://172.15.0.1/",
  "https://172.32.0.1/",
  "https://100.63.255.255/",
  "https://mylocal.example.com/",
  "https://internal.example.com/",
  "https://example.com./",
  "https://svc.example.com/",
  "https://notnip.io/",
  "https://xn--bcher-kva.example.net/",
])("%s may be told", (url) => {
  expect(webhookFlaw(url, false)).toBeUndefined();
});

test.each([
  "http://example.com/",
  "ftp://example.com/",
  "javascript:alert(1)",
  "not an address",
  "https://user@example.com/",
  "https://user:word@example.com/",
  "https://example.com:80/",
  "https://example.com:22/",
  "https://localhost/",
  "https://LOCALHOST./",
  "https://a.localhost/",
  "https://printer/",
  "https://printer.local/",
  "https://db.internal/",
  "https://metadata.google.internal./",
  "https://router.home.arpa/",
  "https://127.0.0.1/",
  "https://127.1/",
  "https://0x7f000001/",
  "https://2130706433/",
  "https://017700000001/",
  "https://0.0.0.0/",
  "https://10.1.2.3/",
  "https://100.64.0.1/",
  "https://100.127.255.255/",
  "https://169.254.169.254/latest/meta-data/",
  "https://172.16.0.1/",
  "https://172.31.255.255/",
  "https://192.168.1.1/",
  "https://198.18.0.1/",
  "https://224.0.0.1/",
  "https://255.255.255.255/",
  "https://[::]/",
  "https://[::1]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[::ffff:8.8.8.8]/",
  "https://[64:ff9b::7f00:1]/",
  "https://[fe80::1]/",
  "https://[fc00::1]/",
  "https://[fd12:3456::1]/",
  "https://[ff02::1]/",
  "https://[2001:db8::1]/",
  "https://[2001::1]/",
  "https://[2002:7f00:1::]/",
  "https://[fec0::1]/",
  "https://localhost.localdomain/",
  "https://localhost../",
  "https://127.0.0.1../",
  "https://8.8.8.8../",
  "https://example..com/",
  "https://10.0.0.1.nip.io/",
  "https://10-0-0-1.SSLIP.io/",
  "https://a.127.0.0.1.xip.io./",
  "https://localtest.me/",
  "https://app.lvh.me/",
  "https://api.default.svc/",
  "https://api.default.svc.cluster.local/",
  "https://wiki.intra/",
  "https://db.service.consul/",
  "https://a.test/",
  "https://a.invalid/",
  "https://a.onion/",
  "https://1.0.0.127.in-addr.arpa/",
  "https://a.corp/",
  "https://a.home/",
  "https://a.lan/",
  "https://１２７.０.０.１/",
  "https://ⓛⓞⓒⓐⓛhost/",
  "https://a。local/",
  "https://0177.0.0.1/",
  "https://[::127.0.0.1]/",
])("%s is refused", (url) => {
  expect(isRefused(url), url).toBe(true);
});

test("on one's own machine private addresses may be told, credentials never", () => {
  expect(isRefused("http://127.0.0.1:3000/", true)).toBe(false);
  expect(isRefused("http://localhost/", true)).toBe(false);
  expect(isRefused("http://user:word@localhost/", true)).toBe(true);
  expect(isRefused("file:///etc/passwd", true)).toBe(true);
});

test("the secret depends on the key and on the webhook, and a signature on the moment too", async () => {
  const secret = await webhookSecret("k".repeat(32), "one");
  expect(await webhookSecret("k".repeat(32), "one")).toBe(secret);
  expect(await webhookSecret("k".repeat(32), "two")).not.toBe(secret);
  expect(await webhookSecret("l".repeat(32), "one")).not.toBe(secret);
  // printf '%s' '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
  expect(await signDelivery('{"a":1}', 1_700_000_000, "secret")).toBe(
    "t=1700000000,v1=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686",
  );
});
