import { TextField } from "./text-field";

type ConfirmFieldProps = React.ComponentProps<typeof TextField> & {
  /** What has to be typed, letter by letter. */
  text: string;
};

/** The input of what cannot be undone: the id, or how many, typed by hand. */
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
