import { DoorPage } from "@/components/auth/door-page";

export const metadata = { title: "Not found" };

/** Alike for pages that are not open and organizations that are none. */
export default function AskNotFound() {
  return (
    <DoorPage
      title="Page not found"
      lead="The address may be wrong. Ask the organization that gave you this address."
    >
      {null}
    </DoorPage>
  );
}
