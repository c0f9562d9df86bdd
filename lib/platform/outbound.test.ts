import type { lookup as resolve } from "node:dns";
import { describe, expect, it } from "vitest";
import { checkUrl, guardedLookup, isPublic } from "@/lib/platform/outbound";

const strict = { http: false, networks: [] };
const lax = { http: true, networks: ["127.0.0.0/8", "10.1.0.0/16", "fd12::/16"] };

/** Tricks that lead into the operator's own network, or past a check that reads the URL in another way. */
const tricks = [
  ...[
    "http://hooks.example.com/",
    "ftp://hooks.example.com/",
    "file:///etc/passwd",
    "gopher://hooks.example.com/",
  ],
  ...[
    "data:text/plain,x",
    "javascript:alert(1)",
    "//hooks.example.com/",
    "hooks.example.com",
    "",
    "https://",
    "https:",
  ],
  ...["https:hooks.example.com", "https:/hooks.example.com", "https:\\\\hooks.example.com\\"],
  ...[
    "https://hooks.example.com\\@127.0.0.1/",
    "https://hooks.example.com\t/",
    "https://hooks.example.com/\r\nHost: x",
  ],
  ...[" https://hooks.example.com/", "https://hooks.example.com/\u0000"],
  ...[
    "https://user@hooks.example.com/",
    "https://user:secret@hooks.example.com/",
    "https://@hooks.example.com/",
  ],
  ...["https://hooks.example.com@127.0.0.1/", "https://hooks.example.com:443@169.254.169.254/"],
  ...[
    "https://localhost/",
    "https://LOCALHOST/",
    "https://localhost./",
    "https://app.localhost/",
    "https://intranet/",
  ],
  ...[
    "https://printer.local/",
    "https://metadata.google.internal/",
    "https://router.home.arpa/",
    "https://db.lan/",
  ],
  ...["https://hooks.example.com./"],
  ...[
    "https://127.0.0.1/",
    "https://127.1/",
    "https://127.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
  ],
  ...[
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://0/",
    "https://0.0.0.0/",
  ],
  ...[
    "https://127.0.0.1./",
    "https://１２７.0.0.1/",
    "https://127。0。0。1/",
    "https://①②⑦.0.0.1/",
    "https://%31%32%37.0.0.1/",
  ],
  ...["https://8.8.8.010/", "https://0x08080808/", "https://134744072/"],
  ...[
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
  ],
  ...[
    "https://169.254.169.254/latest/meta-data/",
    "https://100.100.100.200/",
    "https://192.0.0.192/",
    "https://168.63.129.16/",
  ],
  ...[
    "https://192.0.2.1/",
    "https://198.18.0.1/",
    "https://198.51.100.1/",
    "https://203.0.113.1/",
    "https://192.88.99.1/",
  ],
  ...["https://224.0.0.1/", "https://239.255.255.250/", "https://240.0.0.1/", "https://255.255.255.255/"],
  ...[
    "https://[::]/",
    "https://[::1]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::127.0.0.1]/",
    "https://[::ffff:127.0.0.1]/",
  ],
  ...[
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:8.8.8.8]/",
    "https://[::ffff:0:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
  ],
  ...[
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[64:ff9b:1::a00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2002:a9fe:a9fe::1]/",
  ],
  ...[
    "https://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
    "https://[2001:db8::1]/",
    "https://[3fff::1]/",
    "https://[100::1]/",
  ],
  ...[
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
  ],
  ...[
    "https://[2a00::5efe:127.0.0.1]/",
    "https://[2a00:1:2:3:200:5efe:a00:1]/",
    "https://[5f00::1]/",
    "https://[fe80::1%25eth0]/",
  ],
  ...[
    "https://hooks.example.com:22/",
    "https://hooks.example.com:25/",
    "https://hooks.example.com:80/",
    "https://hooks.example.com:0/",
  ],
];

describe("a URL", () => {
  it("has more than sixty tricks to try", () => {
    expect(new Set(tricks).size).toBeGreaterThan(90);
  });

  it.each(tricks)("is refused: %j", (url) => {
    expect(() => checkUrl(url, strict)).toThrow(expect.objectContaining({ code: "address_not_allowed" }));
  });

  it.each([
    ...[
      "https://hooks.example.com/verifa?x=1",
      "https://hooks.example.com:8443/",
      "https://8.8.8.8/",
      "https://172.32.0.1/",
    ],
    ...[
      "https://[2606:4700::1111]/",
      "https://bücher.example/",
      "HTTPS://Hooks.Example.COM/",
      "https://100.128.0.1/",
    ],
    ...["https://hooks.example.com/@user", "https://localhost.example.com/"],
  ])("is accepted: %s", (url) => {
    expect(checkUrl(url, strict).protocol).toBe("https:");
  });

  it.each([
    ...[
      "http://127.0.0.1:8080/",
      "http://receiver:8080/",
      "https://10.1.2.3/",
      "https://[fd12::1]/",
      "https://localhost/",
    ],
  ])("is accepted where the operator allows its network: %s", (url) => {
    expect(checkUrl(url, lax).hostname).not.toBe("");
  });

  it.each([
    ...[
      "http://10.2.0.1/",
      "http://169.254.169.254/",
      "http://2130706433/",
      "http://a:b@127.0.0.1/",
      "ftp://127.0.0.1/",
    ],
    ...["https://[fd13::1]/", "https://[fd12::1%25lo]/", "http://127.0.0.1:22/"],
  ])("is refused even so: %s", (url) => {
    expect(() => checkUrl(url, lax)).toThrow();
  });
});

describe("a name", () => {
  type Address = { address: string; family: number };
  const answering = (...answers: Address[][]) => {
    let call = 0;
    return ((_host: string, _options: object, done: (error: null, addresses: Address[]) => void) =>
      done(null, answers[call++] ?? [])) as unknown as typeof resolve;
  };
  const found = (lookup: typeof resolve, allowed = strict) =>
    new Promise((done) => {
      guardedLookup(allowed, lookup)("hooks.example.com", { all: true }, (error, addresses) =>
        done(error ? (error as { code?: string }).code : addresses),
      );
    });
  const outer = { address: "93.184.215.14", family: 4 };
  const inner = { address: "10.0.0.7", family: 4 };

  it("leads to the addresses that were checked", async () => {
    expect(await found(answering([outer]))).toEqual([outer]);
  });

  it.each([inner, { address: "::1", family: 6 }, { address: "::ffff:169.254.169.254", family: 6 }])(
    "is refused when one of its addresses is not public: $address",
    async (address) => {
      expect(await found(answering([outer, address]))).toBe("address_not_allowed");
    },
  );

  it("is checked again at every connection, so a second answer does not lead inside", async () => {
    const lookup = answering([outer], [inner]);
    expect(await found(lookup)).toEqual([outer]);
    expect(await found(lookup)).toBe("address_not_allowed");
  });

  it("without an address is not found", async () => {
    expect(await found(answering([]))).toBe("name_not_found");
  });
});

it.each([...["", "x", "1.2.3", "127.0.0.1.", "::ffff:1.2.3.4", "2a00::1%eth0"]])(
  "what is no plain address is not public: %j",
  (address) => {
    expect(isPublic(address)).toBe(false);
  },
);
