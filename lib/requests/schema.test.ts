import { describe, expect, it } from "vitest";
import { askInput } from "@/lib/ask/schema";
import { accountAddress } from "@/lib/auth/address";
import { acceptance } from "@/lib/auth/invitation";
import { requesterInput } from "@/lib/requests/schema";

describe("the requester", () => {
  it.each([
    "jörg@münchen.example",
    "jörg@xn--mnchen-3ya.example",
    "o&m/sales@example.com",
    "用户@例子.公司",
    "пример@пример.рф",
    "δοκιμή@παράδειγμα.ελ",
    "संपर्क@डाटामेल.भारत",
    '"John Doe"@example.com',
    "user+tag@sub.example.co.uk",
    "root@localhost",
    "a@b.example.",
    "taro..yamada.@docomo.example",
    "ana@my_host.example",
    "ana@😀.example",
    "ana@[192.0.2.1]",
  ])("is accepted with the address %s", (email) => {
    expect(requesterInput.parse({ email })).toEqual({ email });
  });

  it.each([
    "+49 170 1234567 ext. 3",
    "٠٥٠١٢٣٤٥٦٧",
    "+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧",
    "tel:+33-6-12-34-56-78",
    "(0170) 123 / 45 67",
    "1-800-FLOWERS 356",
    "０３−１２３４−５６７８",
    "112",
  ])("is accepted with the phone %s", (phone) => {
    expect(requesterInput.parse({ phone })).toEqual({ phone });
  });

  it.each(["", "nobody", "@example.com", "a@", "a b@example.com", "a@b..example"])(
    "is not taken with the address %j",
    (email) => {
      expect(requesterInput.safeParse({ email }).success).toBe(false);
    },
  );

  it("gets a plain message about what is missing", () => {
    const about = { organizationId: "org_1", environment: "live", kind: "access" };
    const told = askInput.safeParse({ ...about, requester: { email: "nobody", phone: "call me" } });
    expect(told.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)).toEqual([
      "requester.email: must contain a name, an @ and a domain, such as name@example.com",
      "requester.phone: must contain the digits of a phone number",
    ]);
  });
});

describe("an account", () => {
  it("is the same by either spelling of its domain", () => {
    const token = "t".repeat(24);
    const given = { token, name: "Jörg", password: "a long enough one" };
    const one = acceptance.parse({ ...given, email: " Jörg@MÜNCHEN.example" }).email;
    expect(one).toBe(acceptance.parse({ ...given, email: "jörg@xn--mnchen-3ya.example" }).email);
    expect(accountAddress("JÖRG@münchen.example")).toBe(one);
    expect(accountAddress("Anna@Example.com")).toBe("anna@example.com");
  });
});
