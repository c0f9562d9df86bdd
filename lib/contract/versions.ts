import { z } from "zod";
import { AppError } from "@/lib/platform/errors";

/**
 * The versions of the contract that a caller may name. The two have no difference that is documented, so both are
 * answered alike.
 */
export const contractVersions = ["2026-01-01", "2026-02-01"] as const;
export type ContractVersion = (typeof contractVersions)[number];

/** The version of what does not name one. */
export const currentVersion: ContractVersion = "2026-01-01";

/** Versions that were answered once, each with the one that replaces it. None has been retired so far. */
const retiredVersions: Readonly<Record<string, ContractVersion>> = {};

const isContractVersion = (text: string): text is ContractVersion =>
  (contractVersions as readonly string[]).includes(text);

/**
 * Reads the header `Verifa-Version`.
 * @param pinned the version of the calling key, which counts without a header
 * @throws AppError bad_request for what is not a date, is not a version, or is a retired one
 */
export function readVersion(
  header: string | null,
  pinned: string = currentVersion,
  retired = retiredVersions,
): ContractVersion {
  const version = header ?? pinned;
  if (isContractVersion(version)) return version;
  if (!z.iso.date().safeParse(version).success)
    throw new AppError("bad_request", "Verifa-Version must be a date such as 2026-01-01.");
  const instead = Object.hasOwn(retired, version) ? retired[version] : undefined;
  if (instead === undefined)
    throw new AppError(
      "bad_request",
      `Verifa-Version ${version} is unknown. Known are ${contractVersions.join(" and ")}.`,
    );
  const whose = header === null ? "of this key " : "";
  throw new AppError("bad_request", `The version ${version} ${whose}is retired. Use ${instead}.`);
}
