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
  /** The schema with which the server parses the operation, or a narrower one. */
  schema: S;
  /** The initial values, in the shape of the operation. */
  values: V;
  /** The key of the draft, which is kept until it is sent. Omit it for a form without text. */
  draft?: string;
  /** Inputs that are never kept, because a confirmation must be typed each time. */
  afresh?: readonly FieldPath<V>[];
  /** Converts the values to the operation's input; blank values are not sent. */
  toInput?: (values: V) => Record<string, unknown>;
  /** The inputs of values that have another name in the operation. */
  places?: Partial<Record<string, string>>;
  /**
   * Sends the input; rejects with the server's refusal. If it returns undefined, the outcome comes later and the
   * draft is kept.
   */
  send: (input: z.output<S>) => Promise<unknown> | undefined;
};

/** The inputs that can show problems, and the inputs of values with another name. */
type Places = { inputs: ReadonlySet<string>; places?: Partial<Record<string, string>> };

/** Assigns problems to inputs. A problem without an input goes to `root`, above the form. */
const placed = (found: readonly ValueProblem[], { inputs, places }: Places) =>
  found.map(({ path, isMissing, message }) => {
    const name = places?.[path] ?? inputAt(inputs, path) ?? "root";
    return {
      name,
      type: isMissing ? "missing" : "invalid",
      message: name === "root" ? ofWhole(message) : message,
    };
  });

/** Checks an input against the operation's schema, in the form that react-hook-form expects. */
function check<T extends FieldValues>(schema: z.ZodType<T>, input: unknown, where: Places) {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { values: parsed.data, errors: {} };
  const errors: FieldErrors = {};
  for (const { name, ...problem } of placed(valueProblems(schema, input), where)) set(errors, name, problem);
  return { values: {}, errors };
}

/** Shows a refusal: messages about inputs below them, everything else above the form. */
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
 * Keeps the form's draft, so that it is restored when the dialog opens again.
 * @returns a function that drops the draft after it is sent
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
 * A form for one API operation. The operation's own schema checks it, and the server's refusals are shown below their
 * inputs.
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
  // A second key press may come before the first has rendered.
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
  /**
   * Returns the problem of a value, or of a group of values in `places`; `missing` is the message for an empty value.
   */
  const problemAt = (name: FieldPath<V>, missing?: string) => {
    const { error } = form.getFieldState(name, form.formState);
    return error?.type === "missing" ? (missing ?? error.message) : error?.message;
  };
  /** Returns the props of an input: its registration, its limits, and its problem. */
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
