import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ForeignText } from "@/components/ui/foreign-text";

it("a name with a right-to-left override is isolated, and the override is spelled out with its name", () => {
  const html = renderToStaticMarkup(<ForeignText className="x">{"محمد\u202eevil"}</ForeignText>);
  expect(html).toMatch(
    /^<bdi class="[^"]*x[^"]*">محمد<span title="right-to-left override"[^>]*>U\+202E<\/span>evil<\/bdi>$/,
  );
  expect(html).not.toContain("\u202e");
});
