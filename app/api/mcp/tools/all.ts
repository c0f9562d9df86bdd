import { casesTools } from "./cases";
import { checksTools } from "./checks";
import { destructiveTools } from "./destructive";
import { identitiesTools } from "./identities";
import { listsTools } from "./lists";
import { orgTools } from "./org";
import { sessionsTools } from "./sessions";
import { webhooksTools } from "./webhooks";
import { workflowsTools } from "./workflows";

/** The calls that are offered as tools. Names that clients of the hosted service's wrapper know are the same here. */
export const tools = [
  ...sessionsTools,
  ...casesTools,
  ...identitiesTools,
  ...checksTools,
  ...listsTools,
  ...workflowsTools,
  ...webhooksTools,
  ...orgTools,
  ...destructiveTools,
];
