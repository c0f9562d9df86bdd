import type { ComponentProps } from "react";
import { TextArea } from "@/components/ui/text-field";
import { factsOf } from "@/lib/refusals/policy";
import type { FactName, RefusalGround } from "@/lib/refusals/schema";

/** What each fact is called, and what belongs into it. */
export const factLabels: Record<FactName, { label: string; hint: string }> = {
  circumstances: { label: "Circumstances", hint: "What shows that the ground applies. For the file only." },
  earlier: { label: "Earlier requests", hint: "Which requests, when they came and when they were answered." },
  objective: {
    label: "Objective circumstances",
    hint: "Why the purpose of the right is not achieved, although its conditions are met (CJEU C-526/24).",
  },
  subjective: {
    label: "Subjective circumstances",
    hint: "What shows the intention to obtain an advantage by creating those conditions artificially (CJEU C-526/24).",
  },
  asked: {
    label: "What was asked",
    hint: "What you asked to establish the identity, when, and what came back.",
  },
  others: { label: "Rights of others", hint: "Whose rights, and why it is not enough to omit parts." },
  provision: { label: "Provision", hint: "The law and article that exempts you. The letter contains it." },
  controller: {
    label: "Controller",
    hint: "Who decides on the processing, as far as you know. The letter contains it.",
  },
};

export const noFacts: Record<FactName, string> = {
  circumstances: "",
  earlier: "",
  objective: "",
  subjective: "",
  asked: "",
  others: "",
  provision: "",
  controller: "",
};

/** Keeps the facts of a ground: those of another one that was chosen before are not sent. */
export const factsFor = (ground: RefusalGround, values: Record<FactName, string>) =>
  Object.fromEntries(factsOf(ground).map((name) => [name, values[name]]));

type FieldsProps = {
  ground: RefusalGround;
  field: (
    name: FactName,
    missing: string,
  ) => ComponentProps<typeof TextArea> extends infer P ? Partial<P> : never;
};

/** Asks for what must be written down about a ground. */
export function FactFields({ ground, field }: FieldsProps) {
  return factsOf(ground).map((name) => (
    <TextArea key={name} {...factLabels[name]} {...field(name, "Enter this.")} required />
  ));
}
