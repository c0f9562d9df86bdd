import { typeidUnboxed } from "typeid-js";

/** Prefixes of our public ids; a log line that shows one explains itself. */
export type IdPrefix =
  | "org"
  | "mem"
  | "sgn"
  | "key"
  | "ses"
  | "rvc"
  | "idn"
  | "schk"
  | "doc"
  | "whd"
  | "wh"
  | "aud"
  | "note"
  | "dec"
  | "list"
  | "lent"
  | "dsr"
  | "pkg"
  | "dlk"
  | "hold"
  | "red"
  | "req";

/** A TypeID: the prefix and a UUIDv7 in base 32, so that ids sort by the time they were made. */
export const newId = (prefix: IdPrefix): string => typeidUnboxed(prefix);
