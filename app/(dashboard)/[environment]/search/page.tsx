import { redirect } from "next/navigation";
import { requirePerson } from "@/lib/auth/authenticate";
import { type PageProps, readEnvironment, readParam } from "@/lib/http/page";
import { type Place, placeOf } from "@/lib/search/read";

export const metadata = { title: "Search" };

const at = encodeURIComponent;

function pathOf(place: Place): string {
  switch (place.kind) {
    case "case":
      return `queue/${at(place.id)}`;
    case "decision":
      return `queue/${at(place.caseId)}/decisions/${at(place.id)}`;
    case "identity":
      return `identities/${at(place.id)}`;
    case "request":
      return `requests/${at(place.id)}`;
    case "redaction":
      return `redactions/${at(place.id)}`;
    case "event":
      return `audit/${at(place.id)}`;
    case "session":
      return `sessions/${at(place.id)}${place.tab ? `?tab=${place.tab}` : ""}`;
  }
}

/** Redirects to the record of an id; any other text is searched for in the sessions. */
export default async function SearchPage({ params, searchParams }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const text = (readParam(await searchParams, "q") ?? "").trim().slice(0, 200);
  const place = text ? await placeOf(person, text) : null;
  redirect(`/${environment}/${place ? pathOf(place) : `sessions?q=${at(text)}`}`);
}
