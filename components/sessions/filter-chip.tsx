import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Chip } from "@/components/ui/chip";
import { cx } from "@/components/ui/cx";
import { Popover } from "@/components/ui/popover";

type FilterChipProps = {
  label: string;
  /** The filter's value in words; undefined while the filter is off. */
  value: string | undefined;
  onRemove: () => void;
  children: (close: () => void) => ReactNode;
};

/**
 * The chip and its popover are the same elements whether the filter is on or off, so that choosing the first value
 * does not close the popover.
 */
export function FilterChip({ label, value, onRemove, children }: FilterChipProps) {
  const isOn = value !== undefined;
  return (
    <Chip off={!isOn} removeLabel={`Remove filter ${label}`} onRemove={isOn ? onRemove : undefined}>
      <Popover
        label={label}
        triggerClassName={cx(
          "inline-flex min-h-6.5 items-center gap-1.25 rounded-md pl-2 [&_svg]:size-3.5",
          !isOn && "pr-2 text-ink-muted hover:bg-surface-3",
        )}
        trigger={
          isOn ? (
            <>
              <b className="font-medium">{label}</b>
              {value}
            </>
          ) : (
            <>
              <Plus aria-hidden />
              {label}
            </>
          )
        }
      >
        {children}
      </Popover>
    </Chip>
  );
}
