import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi, saveFile } from "@/lib/browser/api-client";

const at = (id: string) => `/requests/${encodeURIComponent(id)}`;

async function readCertificate(environment: Environment, id: string, signal: AbortSignal) {
  const { certificateFile, certificatePage } = await import("@/lib/certificates/schema");
  const file = await callApi(`${at(id)}/certificate`, certificateFile, { environment, signal });
  const pages = file.pages.map(({ text, sha256 }) => ({
    sha256,
    page: certificatePage.parse(JSON.parse(text)),
  }));
  return { publicKey: file.public_key, pages };
}

/** A certificate with its pages read. */
export type ReadCertificate = Awaited<ReturnType<typeof readCertificate>>;

export const certificateQueries = {
  one: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "requests", id, "certificate"],
      queryFn: ({ signal }) => readCertificate(environment, id, signal),
    }),
};

export const certificateActions = {
  saveCertificate: (environment: Environment, id: string) =>
    saveFile(`${at(id)}/certificate`, `${id}-certificate.json`, environment),
  saveErasureLetter: (environment: Environment, id: string) =>
    saveFile(`${at(id)}/erasure-letter`, `${id}-erasure.pdf`, environment),
};
