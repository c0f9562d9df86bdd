import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import type { VendorDto } from "@/lib/sources/schema";

type Field = (name: "kind" | "key" | "user" | "password", missing?: string) => object;
type KeyFieldsProps = { field: Field; kind: string; vendor: VendorDto | undefined };

const kinds = { api_key: "API key", basic: "User and password" };

/** The inputs of what proves to a vendor who asks. */
export function KeyFields({ field, kind: chosen, vendor }: KeyFieldsProps) {
  const keys = vendor?.keys ?? ["api_key"];
  const isBasic = chosen === "basic";
  const secret = { type: "password", autoComplete: "off", spellCheck: false, className: "font-mono" };
  return (
    <>
      {keys.length > 1 ? (
        <Select
          label="Proof"
          {...field("kind")}
          options={keys.map((kind) => ({ value: kind, label: kinds[kind] }))}
        />
      ) : null}
      {isBasic ? (
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField label="User" autoComplete="off" {...field("user", "Enter the user.")} />
          <TextField label="Password" {...secret} {...field("password", "Enter the password.")} />
        </div>
      ) : (
        <TextField
          label="API key"
          hint="It is stored encrypted and never shown again."
          {...secret}
          {...field("key", "Enter the key that the vendor has given you.")}
        />
      )}
    </>
  );
}
