import { regula } from "@/lib/regula/adapter";
import type { Adapter } from "@/lib/vendors/adapter";
import { verifa } from "@/lib/verifa/adapter";

/** Every vendor whose sessions can come in, by its name. */
export const adapters: Readonly<Record<string, Adapter>> = {
  [verifa.vendor]: verifa as Adapter,
  [regula.vendor]: regula as unknown as Adapter,
};
