import { onfido } from "@/lib/onfido/adapter";
import { persona } from "@/lib/persona/adapter";
import { regula } from "@/lib/regula/adapter";
import { stripeIdentity } from "@/lib/stripe-identity/adapter";
import { sumsub } from "@/lib/sumsub/adapter";
import type { Adapter } from "@/lib/vendors/adapter";
import { verifa } from "@/lib/verifa/adapter";
import { veriff } from "@/lib/veriff/adapter";

/** Forgets the type of an adapter's settings: they are only ever what its own schema has read. */
const open = <Settings>(adapter: Adapter<Settings>): Adapter => adapter as unknown as Adapter;

const known: readonly Adapter[] = [
  open(verifa),
  open(regula),
  open(stripeIdentity),
  open(onfido),
  open(veriff),
  open(persona),
  open(sumsub),
];

/** Every vendor whose sessions can come in, by its name. */
export const adapters: Readonly<Record<string, Adapter>> = Object.assign(
  // Without a prototype, because its names come from outside: there is no vendor “constructor”.
  Object.create(null),
  Object.fromEntries(known.map((adapter) => [adapter.vendor, adapter])),
);
