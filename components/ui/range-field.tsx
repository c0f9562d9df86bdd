import { type ComponentProps, useId } from "react";

type RangeFieldProps = Omit<ComponentProps<"input">, "type" | "id"> & {
  label: string;
  /** The value in words. */
  shown: string;
};

/** A native slider with its value in words. */
export function RangeField({ label, shown, ...props }: RangeFieldProps) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <div className="flex justify-between gap-3">
        <label htmlFor={id} className="text-ui font-medium">
          {label}
        </label>
        <span className="text-ui text-ink-muted">{shown}</span>
      </div>
      <input {...props} id={id} type="range" aria-valuetext={shown} className="w-full accent-accent" />
    </div>
  );
}
