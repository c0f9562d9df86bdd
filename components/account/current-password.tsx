import { TextField } from "@/components/ui/text-field";

/** Asks for the password once more. The hidden address lets a password manager find the right entry. */
export function CurrentPassword({ email, ...input }: { email: string; error?: string; name: string }) {
  return (
    <>
      <input hidden readOnly name="username" autoComplete="username" value={email} />
      <TextField
        label="Your current password"
        type="password"
        autoComplete="current-password"
        data-autofocus
        {...input}
      />
    </>
  );
}
