import * as listsOneItems from "@/app/api/v1/lists/[listId]/items/route";
import * as listsOne from "@/app/api/v1/lists/[listId]/route";
import * as listsCheck from "@/app/api/v1/lists/check/route";
import * as lists from "@/app/api/v1/lists/route";
import { toolsOf } from "@/lib/mcp/tool";

const { read, write } = toolsOf("lists");

export const listsTools = [
  read("list_lists", "lists:read", "GET /api/v1/lists", lists.GET, "Lists the typed lists."),
  read("get_list", "lists:read", "GET /api/v1/lists/{listId}", listsOne.GET, "Reads one list."),
  read(
    "list_list_items",
    "lists:read",
    "GET /api/v1/lists/{listId}/items",
    listsOneItems.GET,
    "Lists the items of a list.",
  ),
  write(
    "check_against_lists",
    "lists:read",
    "POST /api/v1/lists/check",
    listsCheck.POST,
    "Asks which lists name one of these values.",
  ),
  write(
    "add_list_item",
    "lists:write",
    "POST /api/v1/lists/{listId}/items",
    listsOneItems.POST,
    "Adds an item to a list.",
  ),
];
