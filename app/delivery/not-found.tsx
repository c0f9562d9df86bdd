import { DoorPage } from "@/components/auth/door-page";

export const metadata = { title: "Not found" };

/** Alike for links that are unknown, used, expired and taken back. */
export default function DeliveryNotFound() {
  return (
    <DoorPage
      title="This link does not open anything"
      lead="Links work once, and for some days. Ask whoever sent it to you for a new one."
    >
      {null}
    </DoorPage>
  );
}
