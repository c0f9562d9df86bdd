import { useEnvironment } from "@/components/shell/environment";
import { settingsQueries, updateDocumentSettings } from "@/lib/settings/client";
import {
  type DocumentSettingsDto,
  documentSettingsInput,
  type ImageFormat,
  imageFormats,
} from "@/lib/settings/schema";
import type { Change } from "./changes";
import { useSettingsDraft } from "./use-settings-draft";

/** The names of formats, as people write them. */
export const formatNames: Record<ImageFormat, string> = { jpeg: "JPEG", png: "PNG", webp: "WebP" };

/** One switch per format, so that another member's change of another format is kept. */
type Draft = Record<ImageFormat, boolean> & { seconds: string };

export const formatsOf = (draft: Draft): ImageFormat[] => imageFormats.filter((format) => draft[format]);

const draftOf = ({ acceptedFormats, imageUrlExpirySeconds }: DocumentSettingsDto) =>
  ({
    ...Object.fromEntries(imageFormats.map((format) => [format, acceptedFormats.includes(format)])),
    seconds: String(imageUrlExpirySeconds),
  }) as Draft;

function changesOf(settings: DocumentSettingsDto, draft: Draft): Change[] {
  const before = settings.imageUrlExpirySeconds;
  const life = { name: "Image link lifetime", before: `${before} s`, after: `${draft.seconds} s` };
  const switched = imageFormats
    .filter((format) => settings.acceptedFormats.includes(format) !== draft[format])
    .map((format) => ({
      name: `${formatNames[format]} images`,
      before: draft[format] ? "refused" : "accepted",
      after: draft[format] ? "accepted" : "refused",
    }));
  return Number(draft.seconds) === before ? switched : [life, ...switched];
}

/** Manages which images come in, and how long a link to one is valid. */
export const useDocumentSettings = () =>
  useSettingsDraft({
    part: "documents",
    query: settingsQueries.documents(useEnvironment()),
    schema: documentSettingsInput,
    draftOf,
    inputOf: (edits, draft) => ({
      ...(edits.seconds !== undefined && { imageUrlExpirySeconds: Number(draft.seconds) }),
      ...(imageFormats.some((format) => edits[format] !== undefined) && {
        acceptedFormats: formatsOf(draft),
      }),
    }),
    changesOf,
    check: (draft) =>
      formatsOf(draft).length === 0 ? { acceptedFormats: "Accept at least one format." } : {},
    inputs: ["imageUrlExpirySeconds", "acceptedFormats"],
    save: updateDocumentSettings,
    saved: { title: "Document settings saved" },
  });
