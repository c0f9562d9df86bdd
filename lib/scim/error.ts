/** The words with which SCIM says what is wrong (RFC 7644 §3.12). */
export type ScimType =
  | "invalidFilter"
  | "uniqueness"
  | "mutability"
  | "invalidSyntax"
  | "invalidPath"
  | "noTarget"
  | "invalidValue";

/** A refusal in the form of SCIM. The message is safe to show. */
export class ScimError extends Error {
  override name = "ScimError";
  constructor(
    readonly status: 400 | 401 | 404 | 409,
    readonly scimType: ScimType | null,
    message: string,
  ) {
    super(message);
  }
}

export const wrongValue = (message: string) => new ScimError(400, "invalidValue", message);
export const notThere = (id: string) => new ScimError(404, null, `Resource ${id} not found.`);
