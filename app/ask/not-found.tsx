import { DoorPage } from "@/components/auth/door-page";

export const metadata = { title: "Not found" };

/** Alike for pages that are not open and organizations that are none. */
export default function AskNotFound() {
  return (
    <DoorPage
      title="There is nothing at this address"
      lead="It may have been mistyped. Ask whoever gave it to you."
    >
      {null}
    </DoorPage>
  );
}
