import type { EndpointDto } from "@/lib/webhooks/schema";

/** An endpoint as a form has it. */
export type EndpointDraft = {
  url: string;
  label: string;
  description: string;
  enabledEvents: string[];
  keyInflection: string;
};

export const blankEndpoint: EndpointDraft = {
  url: "",
  label: "",
  description: "",
  enabledEvents: ["*"],
  keyInflection: "snake",
};

/** Converts an endpoint to a form. */
export const draftOf = (endpoint: EndpointDto): EndpointDraft => ({
  url: endpoint.url,
  label: endpoint.label ?? "",
  description: endpoint.description ?? "",
  enabledEvents: endpoint.enabledEvents,
  keyInflection: endpoint.keyInflection,
});

/** Converts a form to the input of an operation. A blank text becomes null, so that it can be removed. */
export const inputOf = ({ label, description, ...draft }: EndpointDraft) => ({
  ...draft,
  label: label.trim() || null,
  description: description.trim() || null,
});

/** What an endpoint is called: its label, or else the host of its URL. */
export const nameOf = ({ label, url }: Pick<EndpointDto, "label" | "url">): string =>
  label ?? URL.parse(url)?.host ?? url;
