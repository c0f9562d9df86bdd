import { attributeOf, type Json, type Kind, partOf, type Resource, withoutUrn } from "@/lib/scim/attributes";
import { ScimError } from "@/lib/scim/error";

/** A filter (RFC 7644 §3.4.2.2), understood. */
export type Filter = {
  matches: (resource: Resource) => boolean;
  /** The attribute and the text that it must equal, when that is the whole filter. */
  exactly: { attribute: string; value: string } | null;
};

const mostCharacters = 2_000;
const deepest = 16;
const operators = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"] as const;
type Operator = (typeof operators)[number];

const wrong = (message: string) => new ScimError(400, "invalidFilter", message);

function tokensOf(text: string): string[] {
  if (text.length > mostCharacters) throw wrong(`The filter is longer than ${mostCharacters} characters.`);
  const tokens: string[] = [];
  const token = /\s*(?:("(?:[^"\\]|\\.)*")|([()[\]])|([^\s()[\]"]+))/y;
  while (token.lastIndex < text.trimEnd().length) {
    const found = token.exec(text);
    if (!found) throw wrong("The filter contains a text without its closing quotation mark.");
    tokens.push(found[1] ?? found[2] ?? found[3] ?? "");
  }
  return tokens;
}

function literal(token: string): Json {
  try {
    const value = JSON.parse(token) as Json;
    // The database stores no NUL, so it compares with none.
    const isStorable = typeof value !== "string" || !value.includes("\0");
    if (isStorable && (value === null || typeof value !== "object")) return value;
  } catch {
    // Said below.
  }
  throw wrong(`${token} is not a value. Write texts in quotation marks.`);
}

const folded = (value: Json, isExact: boolean) =>
  typeof value === "string" && !isExact ? value.toLowerCase() : value;

function compare(operator: Operator, left: Json, right: Json): boolean {
  if (operator === "eq") return left === right;
  if (operator === "ne") return left !== right;
  if (typeof left !== typeof right || left === null || right === null) return false;
  if (operator === "gt") return left > right;
  if (operator === "ge") return left >= right;
  if (operator === "lt") return left < right;
  if (operator === "le") return left <= right;
  if (typeof left !== "string" || typeof right !== "string") return false;
  if (operator === "co") return left.includes(right);
  return operator === "sw" ? left.startsWith(right) : left.endsWith(right);
}

type Test = (value: Resource) => boolean;
const listOf = (value: Json | undefined): Json[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
const isObject = (value: Json): value is { [name: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The attribute that a path names, and how to read its values from a resource. */
type Target = {
  isExact: boolean;
  isBoolean: boolean;
  isComplex: boolean;
  name: string;
  values: (from: Resource) => Json[];
};

class Parser {
  private at = 0;
  private depth = 0;
  constructor(
    private readonly tokens: string[],
    private readonly kind: Kind,
    /** The attribute whose elements are looked at, within brackets. */
    private readonly within: string | null,
  ) {}

  exactly: Filter["exactly"] = null;

  whole(): Test {
    const test = this.or();
    if (this.at < this.tokens.length) throw wrong(`The filter does not go on with ${this.tokens[this.at]}.`);
    return test;
  }

  private peek(): string {
    return (this.tokens[this.at] ?? "").toLowerCase();
  }

  private next(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw wrong("The filter ends too early.");
    return token;
  }

  private or(): Test {
    if (++this.depth > deepest) throw wrong(`The filter is nested deeper than ${deepest} levels.`);
    const tests = [this.and()];
    while (this.peek() === "or") {
      this.next();
      tests.push(this.and());
    }
    this.depth--;
    return this.joined(tests, (value) => tests.some((test) => test(value)));
  }

  private and(): Test {
    const tests = [this.not()];
    while (this.peek() === "and") {
      this.next();
      tests.push(this.not());
    }
    return this.joined(tests, (value) => tests.every((test) => test(value)));
  }

  private joined(tests: Test[], test: Test): Test {
    if (tests.length === 1 && tests[0]) return tests[0];
    this.exactly = null;
    return test;
  }

  private not(): Test {
    const isNegated = this.peek() === "not";
    if (isNegated) this.next();
    if (this.peek() !== "(") {
      if (isNegated) throw wrong("not is followed by a filter in parentheses.");
      return this.comparison();
    }
    this.next();
    const test = this.or();
    if (this.next() !== ")") throw wrong("A parenthesis is not closed.");
    this.exactly = null;
    return isNegated ? (value) => !test(value) : test;
  }

  private comparison(): Test {
    const target = this.target();
    const operator = this.next().toLowerCase();
    if (operator === "pr") return (value) => target.values(value).some((each) => each !== "");
    if (!operators.includes(operator as Operator)) throw wrong(`${operator} is not an operator.`);
    const given = literal(this.next());
    if (target.isComplex) throw wrong(`${target.name} is compared by one of its parts.`);
    const isText = target.isBoolean && typeof given === "string";
    const expected = isText ? given.toLowerCase() === "true" : folded(given, target.isExact);
    if (operator === "eq" && typeof given === "string" && !this.exactly && this.tokens.length === 3)
      this.exactly = { attribute: target.name, value: given };
    return (value) => {
      const found = target.values(value).map((each) => folded(each, target.isExact));
      const compared = found.length > 0 ? found : [null];
      return operator === "ne"
        ? compared.every((each) => each !== expected)
        : compared.some((each) => compare(operator as Operator, each, expected));
    };
  }

  /** Reads `attribute`, `attribute.part`, `attribute[filter]` or `attribute[filter].part`. */
  private target(): Target {
    const written = this.next();
    const path = withoutUrn(written, this.kind);
    const [name = "", ...parts] = (this.within ? `${this.within}.${path}` : (path ?? "")).split(".");
    const attribute = attributeOf(this.kind, name);
    if (!attribute || parts.length > 1 || /^[("\])[]/.test(written))
      throw wrong(`${written} is not an attribute.`);
    let chosen: Test | null = null;
    let partName = parts[0];
    if (!this.within && this.peek() === "[") {
      chosen = this.bracket(attribute.name);
      if (this.peek().startsWith(".")) partName = this.next().slice(1);
      else if (partName === undefined) partName = "value";
    }
    const part = partName === undefined ? undefined : partOf(attribute, partName);
    if (partName !== undefined && !part) throw wrong(`${written} has no part ${partName}.`);
    const leaf = part ?? (attribute.isMany ? partOf(attribute, "value") : undefined);
    const read = (element: Json): Json[] =>
      leaf ? (isObject(element) ? listOf(element[leaf.name]) : []) : [element];
    return {
      name: part && !attribute.isMany ? `${attribute.name}.${part.name}` : attribute.name,
      isExact: (leaf ?? attribute).isExact === true,
      isBoolean: (leaf ?? attribute).type === "boolean",
      isComplex: (leaf ?? attribute).type === "complex",
      values: (from) =>
        this.within
          ? listOf(from[part?.name ?? ""])
          : listOf(from[attribute.name])
              .filter((element) => !chosen || (isObject(element) && chosen(element)))
              .flatMap(read),
    };
  }

  private bracket(name: string): Test {
    this.next();
    const end = this.tokens.indexOf("]", this.at);
    if (end < 0) throw wrong("A bracket is not closed.");
    const test = new Parser(this.tokens.slice(this.at, end), this.kind, name).whole();
    this.at = end + 1;
    return test;
  }
}

/**
 * Understands a filter on resources of a kind.
 * @throws ScimError invalidFilter
 */
export function parseFilter(text: string, kind: Kind): Filter {
  const tokens = tokensOf(text);
  // `attribute[filter]` alone asks whether an element matches.
  const isBare = tokens[1] === "[" && tokens.at(-1) === "]";
  const parser = new Parser(isBare ? [...tokens, "pr"] : tokens, kind, null);
  const matches = parser.whole();
  return { matches, exactly: parser.exactly };
}

/**
 * Understands the filter in the brackets of a path, such as `members[value eq "x"]`.
 * @throws ScimError invalidFilter
 */
export const parseElementFilter = (text: string, kind: Kind, attribute: string): Test =>
  new Parser(tokensOf(text), kind, attribute).whole();
