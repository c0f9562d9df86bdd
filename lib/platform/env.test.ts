import { afterEach, expect, it } from "vitest";
import { env, publishEnv } from "@/lib/platform/env";

afterEach(() => publishEnv({ BRIEF_MODEL_URL: "", BRIEF_MODEL: "", BRIEF_MODEL_KEY: "" }));

it.each([
  ["https://model.example/v1", true],
  ["http://127.0.0.1:11434/v1", true],
  ["http://10.1.2.3/v1", true],
  ["http://[fd00::1]/v1", true],
  ["http://model:8080/v1", true],
  ["http://model.internal/v1", true],
  ["http://model.example/v1", false],
  ["http://203.0.113.7/v1", false],
  ["http://[2001:db8::1]/v1", false],
])("a model that words briefs at %s: %s", (url, isTaken) => {
  const read = () => {
    publishEnv({ BRIEF_MODEL_URL: url, BRIEF_MODEL: "m" });
    return env();
  };
  if (isTaken) expect(read().BRIEF_MODEL_URL).toBe(url);
  else expect(read).toThrow(/^The environment is not valid: BRIEF_MODEL_URL: expected https/);
});

it("a key without a model is refused", () => {
  const read = () => {
    publishEnv({ BRIEF_MODEL_KEY: "secret" });
    return env();
  };
  expect(read).toThrow(
    /^The environment is not valid: BRIEF_MODEL_KEY: is set together with BRIEF_MODEL_URL/,
  );
});
