import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** A text of the interface and its file. `{…}` marks a value that is inserted at run time. */
export type UiString = { file: string; text: string };

/** Names of JSX attributes, properties and functions whose strings are not shown. */
const unread =
  /^(className|[a-z]*Class(es|Name)?|cx|d|viewBox|href|src|key|id|htmlFor|type|rel|queryKey|fill|stroke|transform|variant|tone|size|sizes|style|gridTemplate\w*|autoComplete|inputMode|role|aria-(live|controls|labelledby|describedby|current|haspopup|sort|keyshortcuts|owns|activedescendant)|querySelector(All)?|closest|matches|addEventListener|matchMedia|filter|background\w*|font\w*)$/;

/** Names of attributes and properties whose strings are shown, even if they are one lower-case word. */
const read =
  /^(aria-\w+|placeholder|title|label|hint|word|words|text|name|confirm|action|detail|description|subtitle|heading|problem|message|empty|alt|done|what|summary)$/;

/** Returns the text of a literal, a template or a JSX text. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isJsxText(node)) return node.text;
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("{…}");
  return undefined;
}

/** Returns the name of the attribute, property, variable or called function that a string belongs to. */
function purposeOf(node: ts.Node): string {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isJsxAttribute(at)) return at.name.getText();
    if (ts.isPropertyAssignment(at)) return at.name.getText().replaceAll('"', "");
    if (ts.isVariableDeclaration(at)) return at.name.getText();
    if (ts.isCallExpression(at)) return at.expression.getText().replace(/^.*\./s, "");
    if (ts.isFunctionLike(at) || ts.isJsxElement(at)) return "";
  }
  return "";
}

const isPartOfSyntax = ({ parent }: ts.Node) =>
  ts.isImportDeclaration(parent) ||
  ts.isExportDeclaration(parent) ||
  ts.isLiteralTypeNode(parent) ||
  (ts.isBinaryExpression(parent) && /^([!=]==?|in|[<>]=?)$/.test(parent.operatorToken.getText())) ||
  ts.isCaseClause(parent) ||
  ts.isElementAccessExpression(parent) ||
  ts.isExpressionStatement(parent) ||
  (ts.isPropertyAssignment(parent) && parent.name.getText().length === 0);

/** Recognizes CSS classes, URLs, media queries and the like by signs that prose does not have. */
const isCode = (text: string) =>
  /^[\s\p{P}\p{S}\d]*$/u.test(text.replaceAll("{…}", "")) ||
  /^(\/|https?:|[#.[]|\{…\}\/|data:|--|image\/|application\/|text\/|min-|calc|minmax|repeat)/.test(text) ||
  /(^|\s)([a-z]+:[a-z-]+|[a-z]+-(\d|px|\[|[a-z]+\/)|(flex|grid|block|hidden|inline|absolute|relative|fixed|sticky) )/.test(
    text,
  ) ||
  (/^[a-z0-9\-:/.[\]()_%#,\s]+$/.test(text) && text.split(/\s+/).every((each) => /[-:[]/.test(each)));

/**
 * Returns the texts of one file that a person may read: text between tags, attributes and properties that are shown,
 * and every other string that looks like prose.
 */
export function uiStrings(file: string, source: string): UiString[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: UiString[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node)?.replaceAll(/\s+/g, " ").trim();
    const isMessage = isOfMessages(file) && node.parent && ts.isPropertyAssignment(node.parent);
    if (text && (isMessage || isRead(node, text))) found.push({ file, text });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** A file of messages has nothing but what is read. */
const isOfMessages = (file: string) => /\/(messages\.en|ui\/words)\.ts$/.test(file);

function isRead(node: ts.Node, text: string): boolean {
  if (!/\p{L}/u.test(text.replaceAll("{…}", ""))) return false;
  if (ts.isJsxText(node)) return true;
  const purpose = purposeOf(node);
  if (unread.test(purpose) || isPartOfSyntax(node) || isCode(text)) return false;
  return (
    /\s/.test(text) || /^\p{Lu}\p{Ll}/u.test(text) || (read.test(purpose) && /^\p{L}+[^\p{L}_]?$/u.test(text))
  );
}

/** Returns the files of the interface in English, without tests. */
export const uiFiles = (root: string) =>
  ["app", "components"]
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true }).map((file) => `${folder}/${file}`),
    )
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|spec|d)\.|\/messages\.(de|fr|es)\./.test(file))
    .toSorted();

export const allUiStrings = (root: string): UiString[] =>
  uiFiles(root).flatMap((file) => uiStrings(file, readFileSync(path.join(root, file), "utf8")));

/** The terms of docs/glossary.md, and the words that must not be written. */
export type Glossary = { terms: readonly string[]; banned: readonly string[] };

/** Returns what stands under a heading of the second level. */
const under = (markdown: string, heading: string) =>
  markdown.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";

/** Reads the glossary's English table: a term in the first column, what not to write in backticks in the last. */
export const glossaryOf = (markdown: string): Glossary =>
  glossaryIn(markdown.split("\n## German\n")[0] ?? "", { term: 1, banned: 4 });

/** Reads the glossary's table of another language, such as `German`. Its terms stand in the second column. */
export const translatedGlossaryOf = (markdown: string, language: string): Glossary =>
  glossaryIn(under(markdown, language), { term: 2, banned: 3 });

function glossaryIn(table: string, column: { term: number; banned: number }): Glossary {
  const rows = table
    .split("\n")
    .filter((line) => /^\| [^-]/.test(line))
    .slice(1)
    .map((line) => line.split("|").map((cell) => cell.trim()));
  return {
    terms: rows.map((cells) => (cells[column.term] ?? "").toLowerCase()),
    banned: rows.flatMap((cells) =>
      [...(cells[column.banned] ?? "").matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? ""),
    ),
  };
}

const wholeWords = (words: string) =>
  new RegExp(`(?<!\\p{L})${words.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?!\\p{L})`, "giu");

/** Returns the banned words in a text; the glossary's terms are removed from it first. */
export function bannedIn(text: string, { terms, banned }: Glossary): string[] {
  const rest = terms
    .toSorted((one, other) => other.length - one.length)
    .reduce((said, term) => said.replaceAll(wholeWords(term), "·"), text);
  return banned.filter((words) => wholeWords(words).test(rest));
}

/** Groups texts by the noun of their folder. Each is a line with its file, in the order of the files. */
export function byNoun(strings: readonly UiString[]): [string, string[]][] {
  const groups = new Map<string, string[]>();
  for (const { file, text } of strings) {
    const noun = nounOf(file);
    groups.set(noun, [...(groups.get(noun) ?? []), `${file}: ${text}`]);
  }
  return [...groups].toSorted(([one], [other]) => one.localeCompare(other));
}

/** Returns NOUN of `components/NOUN/…`, the page's noun in `app`, and `api` for the titles of routes. */
function nounOf(file: string): string {
  const [top, ...folders] = file.split("/");
  if (top === "components") return folders[0] ?? "components";
  if (folders[0] === "api") return "api";
  return folders.find((folder) => /^[a-z-]+$/.test(folder)) ?? "app";
}
