import { apiRoute } from "@/lib/http/api-route";
import { sendTestMail } from "@/lib/mail/trial";
import { testMailAnswer } from "@/lib/organization/schema";

export const POST = apiRoute({
  summary: "Send a test mail to oneself",
  response: testMailAnswer,
  handler: ({ actor }) => sendTestMail(actor),
});
