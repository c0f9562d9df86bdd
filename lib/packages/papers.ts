import type { Bundle } from "@/lib/contract/bundle";
import { plainText } from "@/lib/format/exact-json";
import { visible } from "@/lib/format/visible";
import { sentence } from "@/lib/format/words";
import type { Paper } from "@/lib/letters/pdf";

const skipped = new Set(["download_url", "download_url_expires_at"]);

function pairsOf(value: unknown, name = ""): [string, string][] {
  if (value === null || value === undefined || value === "") return [];
  if (Array.isArray(value))
    return value.flatMap((each, at) => pairsOf(each, name ? `${name} ${at + 1}` : `${at + 1}`));
  if (typeof value === "object")
    return Object.entries(value)
      .filter(([key]) => !skipped.has(key))
      .flatMap(([key, each]) => pairsOf(each, name ? `${name} · ${sentence(key)}` : sentence(key)));
  return [[name, visible(plainText(String(value)))]];
}

/** Lays out everything stored for one session, for its subject to read. */
export function dataPaperOf(bundle: Bundle): Paper {
  const { session, result, ...rest } = bundle;
  return {
    title: `Verification ${session.id}`,
    sections: [
      { title: "Session", pairs: pairsOf(session) },
      { title: "Result", pairs: pairsOf(result) },
      ...Object.entries(rest).flatMap(([name, value]) => {
        const pairs = pairsOf(value);
        return pairs.length > 0 ? [{ title: sentence(name), pairs }] : [];
      }),
    ],
  };
}
