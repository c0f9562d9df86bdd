import {
  type UseSuspenseQueryOptions,
  useMutation,
  useQueryClient,
  useSuspenseQuery,
} from "@tanstack/react-query";
import type { z } from "zod";
import { useEnvironment } from "@/components/shell/environment";
import { fieldProblemsOf, problemOf, toastProblem } from "@/components/shell/problem";
import { useDraft } from "@/components/ui/drafts";
import { inputAt, ofValue, valueProblems } from "@/components/ui/form-problems";
import { toast } from "@/components/ui/toast";
import type { Environment } from "@/lib/actor/actor";
import type { Change } from "./changes";

/** The problems of a draft, by paths of the operation's input. */
export type Problems = Partial<Record<string, string>>;

type Options<Saved extends { version: number }, Draft extends object, Input extends { version: number }> = {
  /** The name of the settings page in the draft's key. */
  part: string;
  query: UseSuspenseQueryOptions<Saved, Error, Saved, string[]>;
  /** The schema with which the server parses the change. */
  schema: z.ZodType<Input>;
  /** Converts settings to the values of the inputs. */
  draftOf: (settings: Saved) => Draft;
  /** Converts the edits to the operation's input. */
  inputOf: (edits: Partial<Draft>, draft: Draft) => object;
  changesOf: (settings: Saved, draft: Draft) => Change[];
  /** Problems in the page's own words, instead of the schema's. */
  check?: (draft: Draft) => Problems;
  /** The paths that have an input on the page. A refusal of any other path is shown as a message. */
  inputs: readonly string[];
  save: (environment: Environment, input: Input) => Promise<Saved>;
  /** The key of queries that depend on the settings, which are loaded again after saving. */
  stale?: readonly string[];
  /** The message after saving. */
  saved: { title: string; detail?: string };
};

const noEdits = {};
const recorded = "The change is recorded in the audit log.";

/** Returns the server's refusals that belong to inputs of the page. */
const refusedOf = (error: unknown, inputs: readonly string[]): Problems =>
  Object.fromEntries(
    fieldProblemsOf(error).flatMap(({ field, message }) => {
      const name = inputAt(inputs, field);
      return name ? [[name, ofValue(message)]] : [];
    }),
  );

/** Returns the problems that the operation's schema finds, by inputs of the page. */
const foundBy = (schema: z.ZodType, input: unknown, inputs: readonly string[]): Problems =>
  Object.fromEntries(
    valueProblems(schema, input).map(({ path, message }) => [inputAt(inputs, path) ?? path, message]),
  );

const isConflict = (error: unknown) => error !== null && problemOf(error).status === 409;

/**
 * Manages a settings page: the saved settings with edits on top, their problems, saving and discarding. The edits
 * survive leaving and reloading the page, and another member's save.
 */
export function useSettingsDraft<
  Saved extends { version: number },
  Draft extends object,
  Input extends { version: number },
>(options: Options<Saved, Draft, Input>) {
  const { part, query, schema, inputs } = options;
  const environment = useEnvironment();
  const client = useQueryClient();
  const { data: settings } = useSuspenseQuery(query);
  const [edits, setEdits, forget] = useDraft<Partial<Draft>>(`${environment}/settings/${part}`, noEdits);
  const draft: Draft = { ...options.draftOf(settings), ...edits };
  const input = { version: settings.version, ...options.inputOf(edits, draft) };
  const save = useMutation({
    mutationFn: () => options.save(environment, schema.parse(input)),
    onSuccess: (saved) => {
      client.setQueryData(query.queryKey, saved);
      if (options.stale) client.invalidateQueries({ queryKey: options.stale });
      forget();
      toast({ tone: "success", detail: recorded, ...options.saved });
    },
    onError: (error) => {
      if (isConflict(error)) return client.invalidateQueries({ queryKey: query.queryKey, exact: true });
      const { length } = fieldProblemsOf(error);
      if (length === 0 || Object.keys(refusedOf(error, inputs)).length < length)
        toastProblem("The settings were not saved", error);
    },
  });
  const own: Problems = { ...foundBy(schema, input, inputs), ...options.check?.(draft) };
  const isSound = Object.values(own).every((problem) => problem === undefined);
  const problems: Problems = { ...refusedOf(save.error, inputs), ...own };
  const changes = options.changesOf(settings, draft);
  return {
    settings,
    edits,
    draft,
    changes,
    problems,
    isSound,
    isConflict: isConflict(save.error),
    isSaving: save.isPending,
    save: () => save.mutate(),
    edit: (changed: Partial<Draft>) => {
      setEdits({ ...edits, ...changed });
      if (!isConflict(save.error)) save.reset();
    },
    discard: () => {
      forget();
      save.reset();
    },
  };
}

/** The parts of a settings page that the save bar uses. */
export type SettingsAccess = Pick<
  ReturnType<typeof useSettingsDraft>,
  "changes" | "isSound" | "isConflict" | "isSaving" | "save" | "discard"
>;
