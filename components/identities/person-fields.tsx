import type { useActionForm } from "@/components/shell/use-action-form";
import { TextField } from "@/components/ui/text-field";
import type { identitySearchInput, SearchKind } from "@/lib/identities/schema";

const kindWords: Record<SearchKind, string> = {
  name_and_birth_date: "name and date of birth",
  email: "e-mail",
  phone: "phone",
  document_number: "document number",
};

/** Says what is the same. */
export const inWords = (kinds: readonly SearchKind[]) =>
  `same ${kinds.map((kind) => kindWords[kind]).join(", ")}`;

/** The values of an empty form. */
export const nobody = {
  ...{ firstName: "", lastName: "", dateOfBirth: "", email: "", phone: "", documentNumber: "" },
};

type Form = ReturnType<typeof useActionForm<typeof nobody, typeof identitySearchInput>>;

/** The values that a person is found by. */
export function PersonFields({ form }: { form: Pick<Form, "field"> }) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <TextField label="First name" autoComplete="off" data-autofocus {...form.field("firstName")} />
      <TextField
        label="Last name"
        autoComplete="off"
        {...form.field("lastName", "Enter a name with a date of birth, or one of the other values.")}
      />
      <TextField
        label="Date of birth"
        type="date"
        autoComplete="off"
        {...form.field("dateOfBirth", "A name is found together with the date of birth.")}
      />
      <TextField label="Document number" autoComplete="off" {...form.field("documentNumber")} />
      <TextField label="E-mail address" autoComplete="off" inputMode="email" {...form.field("email")} />
      <TextField label="Phone number" autoComplete="off" inputMode="tel" {...form.field("phone")} />
    </div>
  );
}
