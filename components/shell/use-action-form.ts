import { useEffect, useLayoutEffect, useRef, useState } from "react";
import {
  type DefaultValues,
  type FieldErrors,
  type FieldPath,
  type FieldValues,
  type PathValue,
  type ResolverResult,
  set,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import type { z } from "zod";
import { readDraft, writeDraft } from "@/components/ui/drafts";
import { limitsOf } from "@/components/ui/form-limits";
import { inputAt, ofValue, ofWhole, type ValueProblem, valueProblems } from "@/components/ui/form-problems";
import { changesOf, withoutBlanks } from "@/components/ui/form-values";
import { fieldProblemsOf, problemOf } from "./problem";

type Options<V extends FieldValues, S extends z.ZodType<FieldValues>> = {
  /** The schema that the server reads the operation by, narrowed at most. */
  schema: S;
  /** What the inputs begin with, in the shape of the operation. */
  values: V;
  /** What is written is kept under this key until it is sent. Leave it out where there is nothing to write. */
  draft?: string;
  /** Inputs that are never kept: what confirms an act is typed each time. */
  afresh?: readonly FieldPath<V>[];
  /** The operation's input of what was filled in; what is blank in it is not sent. */
  toInput?: (values: V) => Record<string, unknown>;
  /** Where a value of the operation has its input, when the two have different names. */
  places?: Partial<Record<string, string>>;
  /** Rejects with what the server refused. When it returns nothing, the outcome comes later, and the draft stays. */
  send: (input: z.output<S>) => Promise<unknown> | undefined;
};

/** Where problems are shown: under the inputs of the form, and where a value has another input than its own. */
type Places = { inputs: ReadonlySet<string>; places?: Partial<Record<string, string>> };

/** Puts problems where the inputs are; what no input is for comes under `root`, above the form. */
const placed = (found: readonly ValueProblem[], { inputs, places }: Places) =>
  found.map(({ path, isMissing, message }) => {
    const name = places?.[path] ?? inputAt(inputs, path) ?? "root";
    return {
      name,
      type: isMissing ? "missing" : "invalid",
      message: name === "root" ? ofWhole(message) : message,
    };
  });

/** Checks an input by the schema of its operation, as react-hook-form asks it. */
function check<T extends FieldValues>(schema: z.ZodType<T>, input: unknown, where: Places) {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { values: parsed.data, errors: {} };
  const errors: FieldErrors = {};
  for (const { name, ...problem } of placed(valueProblems(schema, input), where)) set(errors, name, problem);
  return { values: {}, errors };
}

/** Shows a refusal: what the server says of an input under it, everything else above the form. */
function refuse<V extends FieldValues, T>(
  form: UseFormReturn<V, unknown, T>,
  where: Places,
  error: unknown,
): void {
  const told = fieldProblemsOf(error).map(({ field, message }) => ({
    path: field,
    isMissing: false,
    message: ofValue(message),
  }));
  const problems = placed(told, where);
  const here = problems.filter(({ name }) => name !== "root");
  here.forEach(({ name, ...problem }, at) => {
    form.setError(name as FieldPath<V>, problem, { shouldFocus: at === 0 });
  });
  if (here.length === 0 || here.length < problems.length)
    form.setError("root", { message: problemOf(error).detail });
}

/**
 * Keeps what somebody writes while they look elsewhere: the draft comes back with the dialog.
 * @returns how to forget it, once it is sent
 */
function useFormDraft<V extends FieldValues, T>(
  form: UseFormReturn<V, unknown, T>,
  { draft, afresh }: { draft?: string; afresh?: readonly string[] },
) {
  const isSent = useRef(false);
  useLayoutEffect(() => {
    if (!draft) return;
    for (const [path, value] of Object.entries(readDraft(draft)))
      form.setValue(path as FieldPath<V>, value as PathValue<V, FieldPath<V>>, { shouldDirty: true });
  }, [draft, form]);
  useEffect(() => {
    if (!draft) return;
    return form.subscribe({
      formState: { values: true },
      callback: ({ values, defaultValues }) => {
        if (!isSent.current) writeDraft(draft, changesOf(defaultValues ?? {}, values, afresh));
      },
    });
  }, [draft, afresh, form]);
  return () => {
    isSent.current = true;
    if (draft) writeDraft(draft, undefined);
  };
}

/**
 * A form for one operation of the API: it is checked by the operation's own schema, and what the server refuses is
 * shown under the input that it is about.
 */
export function useActionForm<V extends FieldValues, S extends z.ZodType<FieldValues>>(
  options: Options<V, S>,
) {
  const { schema, values, toInput = (given) => given, places, send } = options;
  const [inputs] = useState(() => new Set<string>());
  const where = { inputs, places };
  const form = useForm<V, unknown, z.output<S>>({
    defaultValues: values as DefaultValues<V>,
    resolver: (given) =>
      check(schema, withoutBlanks(toInput(given)), where) as ResolverResult<V, z.output<S>>,
  });
  const forget = useFormDraft(form, options);
  const { errors, isSubmitting } = form.formState;
  // A second key can come before the first has been drawn.
  const isSending = useRef(false);
  const submit = async () => {
    if (isSending.current) return;
    isSending.current = true;
    const sent = form.handleSubmit(async (input) => {
      try {
        const outcome = send(input);
        await outcome;
        if (outcome) forget();
      } catch (error) {
        refuse(form, where, error);
      }
    });
    await sent().finally(() => {
      isSending.current = false;
    });
  };
  /** What is wrong with a value, or with a group of values that `places` names; `missing` when it was not given. */
  const problemAt = (name: FieldPath<V>, missing?: string) => {
    const { error } = form.getFieldState(name, form.formState);
    return error?.type === "missing" ? (missing ?? error.message) : error?.message;
  };
  /** What an input needs: its registration, the limits of its value, and what is wrong with it. */
  const field = (name: FieldPath<V>, missing?: string) => {
    inputs.add(name);
    return { ...form.register(name), ...limitsOf(schema, name), error: problemAt(name, missing) };
  };
  return {
    ...form,
    field,
    problemAt,
    submit: () => void submit(),
    isBusy: isSubmitting,
    problem: errors.root?.message,
  };
}
