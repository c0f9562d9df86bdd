import { afterEach, describe, expect, it, vi } from "vitest";
import { readForm } from "@/lib/http/form";

const boundary = "x";
const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n`;
const tail = `\r\n--${boundary}--\r\n`;

/** A form whose body ends when it is told to. */
function slowForm() {
  let end = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Buffer.from(head));
      end = () => {
        controller.enqueue(Buffer.from(`picture${tail}`));
        controller.close();
      };
    },
  });
  const request = new Request("http://localhost/", {
    method: "POST",
    headers: { "Content-Type": `multipart/form-data; boundary=${boundary}` },
    body,
    duplex: "half",
  } as RequestInit);
  return { request, end: () => end() };
}

const applicant = (sender: string) => ({ room: "applicants" as const, sender });

afterEach(() => vi.useRealTimers());

describe("a form", () => {
  it("of an applicant keeps out neither members nor other applicants, and a second one of the same", async () => {
    const slow = Array.from({ length: 5 }, slowForm);
    const reading = slow.map(({ request }, at) => readForm(request, applicant(`otl_${at}`)));
    await expect(readForm(slowForm().request, applicant("otl_0"))).rejects.toMatchObject({
      code: "service_unavailable",
    });
    const ofMember = slowForm();
    ofMember.end();
    expect((await readForm(ofMember.request)).get("file")).toHaveLength(1);
    for (const { end } of slow) end();
    expect(await Promise.all(reading)).toHaveLength(5);
    const again = slowForm();
    again.end();
    expect((await readForm(again.request, applicant("otl_0"))).has("file")).toBe(true);
  });

  it("that stands still is refused, and its place is free again", async () => {
    vi.useFakeTimers();
    const slow = slowForm();
    const refused = expect(readForm(slow.request, applicant("otl_late"))).rejects.toMatchObject({
      code: "bad_request",
    });
    // Nothing more is sent.
    await vi.advanceTimersByTimeAsync(121_000);
    await refused;
    vi.useRealTimers();
    const next = slowForm();
    next.end();
    expect((await readForm(next.request, applicant("otl_late"))).has("file")).toBe(true);
  });
});
