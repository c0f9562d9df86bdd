import { DoorPage } from "@/components/auth/door-page";

export const metadata = { title: "Not found" };

/** The same page for unknown, used, expired and revoked links. */
export default function DeliveryNotFound() {
  return (
    <DoorPage
      title="This link is not valid"
      lead="A link works once and for a few days. Ask the organization that sent you the link for a new one."
    >
      {null}
    </DoorPage>
  );
}
