import type { ComponentProps } from "react";
import { TextArea } from "@/components/ui/text-field";

/** The metadata of a SAML provider: its XML, or where it is. */
export function MetadataField(field: Omit<ComponentProps<typeof TextArea>, "label">) {
  return (
    <TextArea
      {...field}
      label="Metadata of the provider"
      hint="Its address, which begins with https://, or the XML itself."
      className="font-mono"
      rows={6}
      spellCheck={false}
    />
  );
}
