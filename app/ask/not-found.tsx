import { DoorPage } from "@/components/auth/door-page";

export const metadata = { title: "Not found" };

/** The same page for a closed form and for an organization that does not exist. */
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
