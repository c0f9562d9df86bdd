import { z } from "zod";
import { comparedFields } from "@/lib/contract/vocabulary";
import { outcomes } from "@/lib/vendors/bundle";

const names = z.array(z.string().trim().min(1).max(128)).max(20);
const name = z.string().trim().min(1).max(128);
const path = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[\w./{}-]+$/, "a path below the address, such as api/sessions");

/** What may be read from the session's properties where its document says nothing. */
const readFields = [
  ...comparedFields.filter((field) => field !== "email" && field !== "phone"),
  "full_name",
  "age",
] as const;
type ReadField = (typeof readFields)[number];

/** The names of the sample workflow “General KYC”. */
const sampleProperties: Partial<Record<ReadField, string[]>> = {
  first_name: ["FIRST_NAME"],
  last_name: ["SURNAME"],
  full_name: ["FULL_NAME"],
  date_of_birth: ["DATE_OF_BIRTH"],
  document_number: ["DOCUMENT_NUMBER"],
  nationality: ["NATIONALITY"],
  document_type: ["DOCTYPE"],
  age: ["AGE"],
};

/** The integers of Regula's page on session statuses. */
const documentedStatuses = {
  "0": "pending",
  "1": "rejected",
  "2": "approved",
  "3": "approved",
  "4": "needs_review",
  "1000": "rejected",
} as const;

const similarity = z.number().min(0).max(1);

/** What an admin sets for a connection to Regula's IDV Platform. What Regula does not document is a setting. */
export const regulaSettings = z
  .object({
    statuses: z
      .record(z.string().regex(/^-?\d{1,9}$/, "a whole number"), z.enum(outcomes))
      .default(documentedStatuses)
      .meta({ description: "What each integer status means. A status that is not listed needs review." }),
    properties: z
      .partialRecord(z.enum(readFields), names)
      .default(sampleProperties)
      .meta({ description: "The properties that are read where the document does not say a value." }),
    submitted: z
      .partialRecord(z.enum(comparedFields), names)
      .default({})
      .meta({ description: "The properties that the applicant typed into a form." }),
    livenessStatus: names.default(["LIVENESS_STATUS"]),
    similarity: names.default(["LIVENESS_DOC_SIMILARITY"]),
    similarityThreshold: similarity
      .default(0.8)
      .meta({ description: "The faces are the same from this similarity on, from 0 to 1." }),
    docReader: z
      .object({ types: names, names })
      .default({ types: ["REGULA_DOC_READER"], names: ["doc_reader_results"] })
      .meta({ description: "The file with the DocReader answer, by its type or else by its name." }),
    faceMatch: z
      .object({ types: names, names })
      .default({ types: ["REGULA_FACE_MATCH"], names: ["match_doc_and_liveness"] }),
    images: z
      .record(name, z.enum(["selfie", "portrait", "chip_portrait", "front", "back", "signature"]))
      .default({ LIVENESS_PORTRAIT: "selfie", DOC_PHOTO: "portrait", RFID_PHOTO: "chip_portrait" })
      .meta({ description: "The files that are images, and what they show." }),
    externalRef: name
      .default("external_ref")
      .meta({ description: "The key of the metadata that holds your own reference of the applicant." }),
    created: names.default(["createdAt", "created_at"]),
    updated: names.default(["updatedAt", "updated_at"]),
    list: z
      .object({
        mode: z.enum(["search", "views", "none"]).default("search"),
        path: path.default("api/sessions/search"),
        namespaces: names
          .default([])
          .meta({ description: "Of `views`: the namespaces whose views are listed." }),
        dateField: name.nullable().default(null).meta({
          description:
            "The field by which a search is limited to new sessions; null where the instance has none.",
        }),
        windowDays: z.int().min(1).max(3650).nullable().default(null).meta({
          description: "How many days back a search reaches at most.",
        }),
        pageSize: z.int().min(1).max(1000).default(100),
        limitParameter: name.default("limit"),
        skipParameter: name.nullable().default("skip"),
      })
      .prefault({}),
    workflows: names
      .default([])
      .meta({ description: "The ids of the workflows whose sessions are listed; all if empty." }),
    noticeHeader: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z0-9-]{1,64}$/)
      .default("x-webhook-secret")
      .meta({ description: "The header in which a webhook carries the secret, where one is set." }),
  })
  .prefault({});
export type RegulaSettings = z.infer<typeof regulaSettings>;
