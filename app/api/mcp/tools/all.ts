import { casesTools } from "./cases";
import { destructiveTools } from "./destructive";
import { identitiesTools } from "./identities";
import { organizationTools } from "./organization";
import { screeningTools } from "./screening";
import { sessionsTools } from "./sessions";
import { webhooksTools } from "./webhooks";

/** The calls that are offered as tools. Names that clients of the hosted service's wrapper know are the same here. */
export const tools = [
  ...sessionsTools,
  ...casesTools,
  ...identitiesTools,
  ...screeningTools,
  ...webhooksTools,
  ...organizationTools,
  ...destructiveTools,
];
