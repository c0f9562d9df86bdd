import { apiRoute } from "@/lib/http/api-route";
import { listMessages } from "@/lib/messages/read";
import { messageInput, messageList } from "@/lib/messages/schema";
import { sendMessage } from "@/lib/messages/write";
import { requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "List the messages to a requester as they were sent",
  params: requestParams,
  response: messageList,
  isPersonal: true,
  handler: ({ actor, params }) => listMessages(actor, params),
});

export const POST = apiRoute({
  summary: "Send a message to a requester, or record one that was sent",
  params: requestParams,
  body: messageInput,
  response: messageList,
  isPersonal: true,
  handler: ({ actor, params, body }) => sendMessage(actor, { ...params, ...body }),
});
