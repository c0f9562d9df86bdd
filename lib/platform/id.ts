import { typeidUnboxed } from "typeid-js";

/** Prefixes of public ids, so that an id in a log line says what it belongs to. */
export type IdPrefix =
  | "org"
  | "mem"
  | "inv"
  | "mail"
  | "sgn"
  | "psk"
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
  | "msg"
  | "let"
  | "rcp"
  | "hold"
  | "red"
  | "req"
  | "sso"
  | "dom"
  | "sct"
  | "scg"
  | "view"
  | "slk"
  | "otl"
  | "run";

/** Creates a TypeID: the prefix and a UUIDv7 in base 32, so that ids sort by creation time. */
export const newId = (prefix: IdPrefix): string => typeidUnboxed(prefix);
