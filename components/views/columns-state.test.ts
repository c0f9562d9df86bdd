import { describe, expect, it } from "vitest";
import { chosenColumns, searchWithColumns, shownColumns, withColumns } from "./columns-state";

const all = ["id", "status", "risk"].map((key) => ({ key, header: key, cell: () => null }));
const shown = (search: string) =>
  shownColumns(all, chosenColumns(new URLSearchParams(search)), "id").map(({ key }) => key);

describe("the columns of a list", () => {
  it("are those of the address, and always the one with the link", () => {
    expect(shown("")).toEqual(["id", "status", "risk"]);
    expect(shown("cols=risk")).toEqual(["id", "risk"]);
    expect(shown("cols=unheard,<b>")).toEqual(["id", "status", "risk"]);
  });

  it("stay in the address when a filter changes", () => {
    expect(withColumns("", [])).toBe("");
    expect(withColumns("?status=open", ["id", "risk"])).toBe("?status=open&cols=id,risk");
    expect(searchWithColumns("?status=a,b&cols=risk", ["status"])).toBe("?status=a,b&cols=status");
    expect(searchWithColumns("?cols=risk", [])).toBe("");
  });
});
