import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import type { VendorDto } from "@/lib/sources/schema";

type Field = (name: "kind" | "key" | "user" | "password", missing?: string) => object;
type KeyFieldsProps = { field: Field; kind: string; vendor: VendorDto | undefined };

/** What a vendor calls the two parts of its credentials. */
const names: Partial<Record<string, { user: string; password: string }>> = {
  sumsub: { user: "App token", password: "Secret key" },
  veriff: { user: "API key", password: "Shared secret" },
};

const kinds = { api_key: "API key", basic: "User and password" };

/** The inputs of what proves to a vendor who asks. */
export function KeyFields({ field, kind: chosen, vendor }: KeyFieldsProps) {
  const keys = vendor?.keys ?? ["api_key"];
  const isBasic = chosen === "basic";
  const { user, password } = names[vendor?.vendor ?? ""] ?? { user: "User", password: "Password" };
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
          <TextField label={user} autoComplete="off" {...field("user")} />
          <TextField label={password} {...secret} {...field("password")} />
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
