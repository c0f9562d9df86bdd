import { TextField } from "./text-field";

type ConfirmFieldProps = React.ComponentProps<typeof TextField> & {
  /** The text to type, exactly. */
  text: string;
};

/** The confirmation of an irreversible action: the id or the number, typed by hand. */
export function ConfirmField({ text, ...input }: Omit<ConfirmFieldProps, "label">) {
  return (
    <TextField
      {...input}
      label={
        <>
          Type <code className="font-mono text-sm font-medium select-all">{text}</code> to confirm
        </>
      }
      required={false}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      data-autofocus
      className="font-mono"
    />
  );
}
